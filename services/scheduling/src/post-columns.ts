/** The columns of scheduled_posts that an answer carries, in the order of the contract. */
export const POST_COLUMNS = `id, company_id, content_id, version_id, version_hash, campaign_id, platform, platform_account_id,
  scheduled_time, status, published_at, platform_post_id, error_code, error_message, retry_count, revision, created_at, updated_at`;
