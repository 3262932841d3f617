-- Who follows the events in the order of their arrival reads the newest granules only. Parts from before take the index at their next merge.
ALTER TABLE events ADD INDEX IF NOT EXISTS arrival ingest_seq TYPE minmax GRANULARITY 1;
