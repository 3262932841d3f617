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

const CAMPAIGNS = `
  INSERT INTO campaigns.campaigns (company_id, id, user_id, name, status, budget_allocated)
  SELECT $1, uuidv7(), $1, 'Campaign ' || n, 'active', 1000 FROM generate_series(1, $2) AS n RETURNING id`;
/** The measured contents, in turn. */
const ATTACHED = `
  INSERT INTO campaigns.campaign_contents (company_id, content_id, campaign_id, status, told_at)
  SELECT $1, content_id, ($3::uuid[])[1 + n % array_length($3::uuid[], 1)], 'published', now()
    FROM unnest($2::uuid[]) WITH ORDINALITY AS measured (content_id, n)`;
const POSTED = `
  INSERT INTO campaigns.campaign_posts (company_id, post_id, campaign_id, content_id, platform, status, told_at)
  SELECT company_id, uuidv7(), campaign_id, content_id, 'webhook', 'published', now() FROM campaigns.campaign_contents`;

/** Ids by what they are of. */
export interface PlanningIds {
  readonly strategies: readonly string[];
  /** With a content that was measured. */
  readonly measured: readonly string[];
  readonly events: readonly string[];
  /** Each with as many contents that were measured. */
  readonly campaigns: readonly string[];
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
  const campaigns = (await client.query<{ id: string }>(CAMPAIGNS, [companyId, STRATEGIES])).rows.map(({ id }) => id);
  await client.query(ATTACHED, [companyId, contents, campaigns]);
  await client.query(POSTED);
  await client.query(
    'VACUUM (ANALYZE) campaigns.campaigns, campaigns.campaign_contents, campaigns.campaign_posts, campaigns.strategies, campaigns.calendar_events, analytics.performance_totals',
  );
  await client.query('CHECKPOINT');
  return {
    ...{ strategies, campaigns },
    measured: rows.filter(({ content_id }) => content_id !== null).map(({ id }) => id),
    events: rows.filter(({ content_id }) => content_id === null).map(({ id }) => id),
  };
}
