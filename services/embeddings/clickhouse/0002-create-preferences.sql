-- What a reader likes, as vectors that can be compared with those of contents of the same model. Made from what he did, and made
-- anew when he does more; type is "interests".
CREATE TABLE IF NOT EXISTS user_preference_embeddings (
  company_id UUID,
  user_id UUID,
  preference_type LowCardinality(String),
  model LowCardinality(String),
  vector Array(Float32),
  confidence_score Float64,
  contents UInt32,
  updated_at DateTime64(3, 'UTC')
) ENGINE = ReplacingMergeTree(updated_at)
ORDER BY (company_id, user_id, preference_type, model)
SETTINGS index_granularity = 256;
