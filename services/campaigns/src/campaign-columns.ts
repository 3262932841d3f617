/** The columns of campaigns that an answer carries. */
export const CAMPAIGN_COLUMNS = `id, company_id, user_id, name, description, objectives, target_audience, budget_allocated, budget_spent,
  budget_allocated - budget_spent AS budget_left, start_date::text AS start_date, end_date::text AS end_date, time_zone, ends_at, status,
  revision, created_at, updated_at`;
