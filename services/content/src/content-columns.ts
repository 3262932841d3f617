/** What a list carries of a content, as its contract names it; numeric would come as a string. */
export const SUMMARY_COLUMNS = `id, company_id, user_id, campaign_id, title, content_type, platform, status,
  quality_score::float8 AS quality_score, revision, version_id, version_number, version_hash, approved_version_id,
  created_at, updated_at, published_at, scheduled_for`;

export const CONTENT_COLUMNS = `${SUMMARY_COLUMNS}, content_text, metadata, brand_guidelines_applied, ai_model_used, generation_prompt`;
