-- The first file said "2 * revision". It is applied somewhere already, so it stays as it is.
ALTER TABLE search_documents COMMENT COLUMN version 'revision * 2^20 + claims (how often the revision was taken on to be written); all of these 20 bits for a tombstone';
