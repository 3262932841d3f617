-- Texts of chunks lie in Postgres, beside what else is shown of a content (see live_contents there). Replicas of the release before
-- still read and write these columns; the one after can drop them.
ALTER TABLE content_embeddings MODIFY COLUMN text String DEFAULT '', MODIFY COLUMN start UInt32 DEFAULT 0;
