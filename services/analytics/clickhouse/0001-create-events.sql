-- Rows of the outside, as they came. Columns of the seed keep their names. Ordered by company first: a tenant reads its own
-- granules only. The deduplication window counts parts (a block has up to twelve, one per month) and must outlive every
-- block that may be sent again.
CREATE TABLE IF NOT EXISTS events (
  event_id UUID,
  company_id UUID,
  user_id Nullable(UUID),
  content_id Nullable(UUID),
  campaign_id Nullable(UUID),
  event_type LowCardinality(String),
  platform LowCardinality(String),
  timestamp DateTime64(3, 'UTC'),
  properties Map(LowCardinality(String), String),
  session_id String,
  visitor_id String,
  ip_address IPv6,
  user_agent String,
  received_at DateTime64(3, 'UTC'),
  historical Bool,
  -- Position on the ingest stream: (sequence, shifted by epoch) * 2^20 + place in the message.
  ingest_seq UInt64,
  -- Whom uniques count: the visitor, else the user, else the session, else address and browser together; 0 is nobody.
  visitor UInt64 MATERIALIZED multiIf(
    visitor_id != '', sipHash64('visitor', visitor_id),
    user_id IS NOT NULL, sipHash64('user', assumeNotNull(user_id)),
    session_id != '', sipHash64('session', session_id),
    ip_address != toIPv6('::') OR user_agent != '', sipHash64('address', ip_address, user_agent),
    0)
) ENGINE = MergeTree
PARTITION BY toYYYYMM(timestamp)
ORDER BY (company_id, event_type, timestamp)
SETTINGS non_replicated_deduplication_window = 5000;

-- Slim: only to tell whether an event was stored before. Whole parts fall out, a day after the 24 hours in which a repeat
-- counts as a duplicate, so that a backlog of a day is still judged right.
CREATE TABLE IF NOT EXISTS event_ids (
  company_id UUID,
  event_id UUID,
  ingest_seq UInt64,
  received_at DateTime('UTC')
) ENGINE = MergeTree
PARTITION BY toDate(received_at)
ORDER BY (company_id, event_id, ingest_seq)
TTL received_at + INTERVAL 2 DAY
SETTINGS non_replicated_deduplication_window = 5000, ttl_only_drop_parts = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS events_to_event_ids TO event_ids AS
SELECT company_id, event_id, ingest_seq, toDateTime(received_at) AS received_at FROM events;
