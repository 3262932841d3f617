-- Counts per minute, quarter of an hour and UTC day. The quarter serves every zone, those at +5:45 too. Each is fed by the
-- finer one's inserted block, which is already small.
CREATE TABLE IF NOT EXISTS events_by_minute (
  company_id UUID,
  event_type LowCardinality(String),
  bucket DateTime('UTC'),
  content_id UUID,
  platform LowCardinality(String),
  events SimpleAggregateFunction(sum, UInt64),
  visitors AggregateFunction(uniqCombined64(14), UInt64)
) ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(bucket)
ORDER BY (company_id, event_type, bucket, content_id, platform)
SETTINGS non_replicated_deduplication_window = 5000;

CREATE TABLE IF NOT EXISTS events_by_quarter AS events_by_minute
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(bucket)
ORDER BY (company_id, event_type, bucket, content_id, platform)
SETTINGS non_replicated_deduplication_window = 5000;

CREATE TABLE IF NOT EXISTS events_by_day AS events_by_minute
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(bucket)
ORDER BY (company_id, event_type, bucket, content_id, platform)
SETTINGS non_replicated_deduplication_window = 5000;

CREATE MATERIALIZED VIEW IF NOT EXISTS events_to_minutes TO events_by_minute AS
SELECT
  company_id, event_type, toStartOfMinute(timestamp) AS bucket,
  ifNull(content_id, toUUID('00000000-0000-0000-0000-000000000000')) AS content_id, platform,
  count() AS events, uniqCombined64StateIf(14)(visitor, visitor != 0) AS visitors
FROM events GROUP BY company_id, event_type, bucket, content_id, platform;

CREATE MATERIALIZED VIEW IF NOT EXISTS minutes_to_quarters TO events_by_quarter AS
SELECT
  company_id, event_type, toStartOfFifteenMinutes(bucket) AS bucket, content_id, platform,
  sum(events) AS events, uniqCombined64MergeState(14)(visitors) AS visitors
FROM events_by_minute GROUP BY company_id, event_type, bucket, content_id, platform;

CREATE MATERIALIZED VIEW IF NOT EXISTS quarters_to_days TO events_by_day AS
SELECT
  company_id, event_type, toDateTime(toStartOfDay(bucket)) AS bucket, content_id, platform,
  sum(events) AS events, uniqCombined64MergeState(14)(visitors) AS visitors
FROM events_by_quarter GROUP BY company_id, event_type, bucket, content_id, platform;
