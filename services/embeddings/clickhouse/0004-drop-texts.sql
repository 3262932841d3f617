-- Texts of chunks lie in Postgres, beside what else is shown of a content (see live_contents there).
ALTER TABLE content_embeddings DROP COLUMN IF EXISTS text, DROP COLUMN IF EXISTS start;
