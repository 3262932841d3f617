-- A content as it is searched for: one live row for each, the one of the highest version. It names the write whose vectors and
-- postings count; rows of every other write are nobody's and swept. A tombstone stays, so that no late write brings a text back.
CREATE TABLE IF NOT EXISTS search_documents (
  company_id UUID,
  content_id UUID,
  -- 2 * revision, and 1 more for a tombstone.
  version UInt64,
  is_deleted Bool,
  write_id UInt64,
  written_at DateTime('UTC') DEFAULT now(),
  model LowCardinality(String),
  chunks UInt32,
  title String,
  user_id Nullable(UUID),
  content_type LowCardinality(String),
  platform LowCardinality(String),
  status LowCardinality(String),
  topics Array(LowCardinality(String)),
  created_at Nullable(DateTime64(3, 'UTC')),
  updated_at Nullable(DateTime64(3, 'UTC')),
  published_at Nullable(DateTime64(3, 'UTC')),
  quality_score Nullable(Float64)
) ENGINE = ReplacingMergeTree(version)
ORDER BY (company_id, content_id)
SETTINGS index_granularity = 1024;

-- Small granules and blocks: a first look reads the codes of all, a second one the vectors of the best hundreds, one by one.
CREATE TABLE IF NOT EXISTS content_embeddings (
  company_id UUID,
  model LowCardinality(String),
  write_id UInt64,
  chunk UInt16,
  content_id UUID,
  start UInt32,
  text String,
  vector_base64 String EPHEMERAL,
  code_base64 String EPHEMERAL,
  -- 512 bits that tell about how near a vector is (see vector-code.ts), and how many of them are set.
  code FixedString(64) DEFAULT toFixedString(base64Decode(code_base64), 64),
  ones UInt16 DEFAULT bitCount(code),
  vector Array(Float32) DEFAULT reinterpret(base64Decode(vector_base64), 'Array(Float32)') CODEC(NONE)
    SETTINGS (min_compress_block_size = 16384, max_compress_block_size = 16384)
) ENGINE = MergeTree
ORDER BY (company_id, model, write_id, chunk)
SETTINGS index_granularity = 64;

-- Which contents hold a term, what it is worth there (see impact.ts), and in which chunk most of it is.
CREATE TABLE IF NOT EXISTS search_postings (
  company_id UUID,
  term String,
  write_id UInt64,
  impact UInt8,
  chunk UInt16
) ENGINE = MergeTree
ORDER BY (company_id, term, write_id)
SETTINGS index_granularity = 2048;

-- Apart from the rest, since it changes with every reader and the text does not.
CREATE TABLE IF NOT EXISTS search_engagement (
  company_id UUID,
  content_id UUID,
  score Float64,
  measured_at DateTime64(3, 'UTC')
) ENGINE = ReplacingMergeTree(measured_at)
ORDER BY (company_id, content_id)
SETTINGS index_granularity = 1024;
