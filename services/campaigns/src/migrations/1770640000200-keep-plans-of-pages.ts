import type { MigrationInterface, QueryRunner } from '@smartcontent/database';

const STRATEGY = `id, user_id, is_user_id_number, name, industry, target_audience, content_pillars, ai_recommendations, revision, created_at,
  updated_at`;
const STRATEGY_TYPES = `id uuid, user_id varchar, is_user_id_number boolean, name varchar, industry varchar, target_audience jsonb,
  content_pillars jsonb, ai_recommendations jsonb, revision integer, created_at timestamptz, updated_at timestamptz`;
const EVENT = `id, strategy_id, title, description, content_type, platform, scheduled_date, status, ai_recommendations, content_id, campaign_id,
  revision, created_at, updated_at`;
const EVENT_TYPES = `id uuid, strategy_id uuid, title varchar, description text, content_type varchar, platform varchar,
  scheduled_date timestamptz, status varchar, ai_recommendations jsonb, content_id uuid, campaign_id uuid, revision integer,
  created_at timestamptz, updated_at timestamptz`;

const OF_COMPANY = `company_id = NULLIF(current_setting('app.company_id', true), '')::uuid`;
/** Each statement is planned once per connection, for all values: in the order of its index, since a page is small beside what it is of. */
const OPTIONS = 'LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET enable_sort = off';

/** Rows for as long as those before them leave room in one answer; `found` says how many there were before the room ended. */
const fitting = (columns: string, page: string, order: string) => `
  RETURN QUERY SELECT ${columns}, found::integer FROM (
    SELECT *, count(*) OVER () AS found, sum(size_bytes) OVER (ORDER BY ${order} ROWS UNBOUNDED PRECEDING) - size_bytes AS bytes_before
      FROM (${page} ORDER BY ${order} LIMIT page_size) AS page) AS measured
   WHERE bytes_before < page_bytes ORDER BY ${order};`;

const strategies = (narrowed: string) =>
  fitting(STRATEGY, `SELECT * FROM campaigns.strategies WHERE ${OF_COMPANY} ${narrowed} AND id < last_id`, 'id DESC');

const MATCHES = `(wanted_statuses IS NULL OR status = ANY (wanted_statuses)) AND (wanted_platform IS NULL OR platform = wanted_platform)
  AND (wanted_type IS NULL OR content_type = wanted_type)`;
const oneWay = (narrowed: string, range: string, way: '' | ' DESC') =>
  fitting(
    EVENT,
    `SELECT * FROM campaigns.calendar_events WHERE ${OF_COMPANY} ${narrowed} AND ${MATCHES} AND ${range}`,
    `scheduled_date${way}, id${way}`,
  );
const events = (narrowed: string) => `
  IF is_descending THEN ${oneWay(narrowed, 'scheduled_date >= first_date AND (scheduled_date, id) < (last_date, place_id)', ' DESC')}
  ELSE ${oneWay(narrowed, '(scheduled_date, id) > (first_date, place_id) AND scheduled_date < last_date', '')}
  END IF;`;

/**
 * Bounds are worked out before the statements: the policies let Postgres look up in the index only what is compared with plain values.
 * A place lies within the dates that were asked for, so it takes the place of the first or last of them.
 */
const PAGES = `
  CREATE OR REPLACE FUNCTION campaigns.page_of_strategies(wanted_label text, before_id uuid, page_size integer, page_bytes integer)
  RETURNS TABLE (${STRATEGY_TYPES}, found integer) ${OPTIONS} AS $$
  #variable_conflict use_column
  DECLARE
    last_id uuid := coalesce(before_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  BEGIN
    IF wanted_label IS NULL THEN ${strategies('')}
    ELSE ${strategies('AND user_id = wanted_label')}
    END IF;
  END $$;
  CREATE OR REPLACE FUNCTION campaigns.page_of_calendar(wanted_strategy uuid, wanted_campaign uuid, wanted_statuses text[], wanted_platform text,
    wanted_type text, from_date timestamptz, to_date timestamptz, is_descending boolean, after_date timestamptz, after_id uuid, page_size integer,
    page_bytes integer)
  RETURNS TABLE (${EVENT_TYPES}, found integer) ${OPTIONS} AS $$
  #variable_conflict use_column
  DECLARE
    first_date timestamptz := coalesce(CASE WHEN NOT is_descending THEN after_date END, from_date, '-infinity');
    last_date timestamptz := coalesce(CASE WHEN is_descending THEN after_date END, to_date, 'infinity');
    place_id uuid := coalesce(after_id, '00000000-0000-0000-0000-000000000000');
  BEGIN
    IF wanted_campaign IS NOT NULL THEN
      ${events('AND campaign_id = wanted_campaign AND (wanted_strategy IS NULL OR strategy_id = wanted_strategy)')}
    ELSIF wanted_strategy IS NOT NULL THEN ${events('AND strategy_id = wanted_strategy')}
    ELSE ${events('')}
    END IF;
  END $$;
`;

/** Pages without planning anew for each of them, which took longer than reading them. */
export class KeepPlansOfPages1770640000200 implements MigrationInterface {
  name = 'KeepPlansOfPages1770640000200';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(PAGES);
  }

  async down(): Promise<void> {
    // The functions before answer the same: these serve their callers as well.
  }
}
