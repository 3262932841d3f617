import { Client } from 'pg';

const STRATEGIES = 100;
const EVENTS = 100_000;
/** Of each strategy's thousand events. */
const CONTENTS_EACH = 50;

const PLANS = `
  INSERT INTO campaigns.strategies
    (company_id, id, user_id, is_user_id_number, name, industry, target_audience, content_pillars, ai_recommendations, size_bytes)
  SELECT $1, uuidv7(), n % 10, true, 'Strategy ' || n, 'Software', '{"role": "engineers"}', '["How it is built"]', '{}', 400
    FROM generate_series(1, $2) AS n RETURNING id`;
/** Over a year and a half: about five thousand a month. */
const CALENDAR = `
  INSERT INTO campaigns.calendar_events
    (company_id, id, strategy_id, title, description, content_type, platform, scheduled_date, status, ai_recommendations, content_id, size_bytes)
  SELECT $1, uuidv7(), ($2::uuid[])[1 + n % $4], 'Event ' || n, 'What is to be said about it', (ARRAY['blog_post', 'social_post', 'email'])[1 + n % 3],
         (ARRAY['website', 'mastodon', 'bluesky', 'newsletter'])[1 + (n / 100) % 4], '2026-01-01T00:00Z'::timestamptz + n * interval '8 minutes',
         (ARRAY['draft', 'scheduled', 'published', 'cancelled'])[1 + (n / 7) % 4], '{}', CASE WHEN n / $4 < $5 THEN uuidv7() END, 420
    FROM generate_series(0, $3 - 1) AS n RETURNING id, content_id`;
const FIGURES = `
  INSERT INTO analytics.performance_totals
    (company_id, content_id, platform, impressions, views, likes, shares, comments, clicks, recorded_at, counted_at)
  SELECT $1, content_id, platform, 1000, 600, 20, 5, 3, 12, date_bin('15 minutes', now(), 'epoch'), now()
    FROM unnest($2::uuid[]) AS content_id, unnest('{web,mastodon}'::text[]) AS platform`;

/** Ids by what they are of. */
export interface PlanningIds {
  readonly strategies: readonly string[];
  /** With a content that was measured. */
  readonly measured: readonly string[];
  readonly events: readonly string[];
}

/** A company with a hundred thousand events in its calendar, as Postgres has them after its own upkeep. */
export async function seedPlans(scope: AsyncDisposableStack, postgresUrl: string, companyId: string): Promise<PlanningIds> {
  const client = new Client(postgresUrl);
  await client.connect();
  scope.defer(() => client.end());
  const strategies = (await client.query<{ id: string }>(PLANS, [companyId, STRATEGIES])).rows.map(({ id }) => id);
  const values = [companyId, strategies, EVENTS, STRATEGIES, CONTENTS_EACH];
  const { rows } = await client.query<{ id: string; content_id: string | null }>(CALENDAR, values);
  const contents = rows.flatMap(({ content_id }) => content_id ?? []);
  await client.query(FIGURES, [companyId, contents]);
  await client.query('VACUUM (ANALYZE) campaigns.strategies, campaigns.calendar_events, analytics.performance_totals');
  await client.query('CHECKPOINT');
  return {
    strategies,
    measured: rows.filter(({ content_id }) => content_id !== null).map(({ id }) => id),
    events: rows.filter(({ content_id }) => content_id === null).map(({ id }) => id),
  };
}
