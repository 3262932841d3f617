/** A content without its texts, as the reading functions of this release return it. */
export const SUMMARY = `id, company_id, user_id, campaign_id, title, content_type, platform, status, quality_score::float8, revision,
  version_id, version_number, version_hash, approved_version_id, created_at, updated_at, published_at, scheduled_for`;

export const SUMMARY_TYPES = `id uuid, company_id uuid, user_id uuid, campaign_id uuid, title varchar, content_type content.content_type,
  platform varchar, status content.content_status, quality_score float8, revision integer, version_id uuid, version_number integer,
  version_hash text, approved_version_id uuid, created_at timestamptz, updated_at timestamptz, published_at timestamptz,
  scheduled_for timestamptz`;
