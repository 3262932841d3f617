import { createReadFunction, type MigrationInterface, type QueryRunner } from '@smartcontent/database';

const STRATEGY = `id, user_id, is_user_id_number, name, industry, target_audience, content_pillars, ai_recommendations, revision, created_at,
  updated_at`;
const STRATEGY_TYPES = `id uuid, user_id varchar, is_user_id_number boolean, name varchar, industry varchar, target_audience jsonb,
  content_pillars jsonb, ai_recommendations jsonb, revision integer, created_at timestamptz, updated_at timestamptz`;
const EVENT = `id, strategy_id, title, description, content_type, platform, scheduled_date, status, ai_recommendations, content_id, campaign_id,
  revision, created_at, updated_at`;
const EVENT_TYPES = `id uuid, strategy_id uuid, title varchar, description text, content_type varchar, platform varchar,
  scheduled_date timestamptz, status varchar, ai_recommendations jsonb, content_id uuid, campaign_id uuid, revision integer,
  created_at timestamptz, updated_at timestamptz`;

const COMPANY = `company_id = NULLIF(current_setting(''app.company_id'', true), '''')::uuid`;
const STRATEGY_FILTERS = 'wanted_label text, before_id uuid, page_size integer, page_bytes integer';
const EVENT_FILTERS = `wanted_strategy uuid, wanted_campaign uuid, wanted_status text, wanted_platform text, wanted_type text, from_date timestamptz,
  to_date timestamptz, after_date timestamptz, after_id uuid, page_size integer, page_bytes integer`;

/** Rows for as long as those before them leave room in one answer; `found` says how many there were before the room ended. */
const fitting = (columns: string, order: string) => `
  SELECT ${columns}, found::integer FROM (
    SELECT *, count(*) OVER () AS found, sum(size_bytes) OVER (ORDER BY ${order}) - size_bytes AS bytes_before FROM page) AS measured
   WHERE bytes_before < `;

/** Built from the filters that are set, so that each has the plan of its own index. Values are bound, never written into the text. */
const PAGES = `
  CREATE FUNCTION campaigns.page_of_strategies(${STRATEGY_FILTERS}) RETURNS TABLE (${STRATEGY_TYPES}, found integer) LANGUAGE plpgsql STABLE AS $$
  BEGIN
    RETURN QUERY EXECUTE 'WITH page AS (SELECT * FROM campaigns.strategies WHERE ${COMPANY}'
      || CASE WHEN wanted_label IS NULL THEN '' ELSE ' AND user_id = $1' END
      || CASE WHEN before_id IS NULL THEN '' ELSE ' AND id < $2' END
      || ' ORDER BY id DESC LIMIT $3) ${fitting(STRATEGY, 'id DESC')} $4 ORDER BY id DESC'
      USING wanted_label, before_id, page_size, page_bytes;
  END $$;
  CREATE FUNCTION campaigns.page_of_events(${EVENT_FILTERS}) RETURNS TABLE (${EVENT_TYPES}, found integer) LANGUAGE plpgsql STABLE AS $$
  BEGIN
    RETURN QUERY EXECUTE 'WITH page AS (SELECT * FROM campaigns.calendar_events WHERE ${COMPANY}'
      || CASE WHEN wanted_strategy IS NULL THEN '' ELSE ' AND strategy_id = $1' END
      || CASE WHEN wanted_campaign IS NULL THEN '' ELSE ' AND campaign_id = $2' END
      || CASE WHEN wanted_status IS NULL THEN '' ELSE ' AND status = $3' END
      || CASE WHEN wanted_platform IS NULL THEN '' ELSE ' AND platform = $4' END
      || CASE WHEN wanted_type IS NULL THEN '' ELSE ' AND content_type = $5' END
      || CASE WHEN from_date IS NULL THEN '' ELSE ' AND scheduled_date >= $6' END
      || CASE WHEN to_date IS NULL THEN '' ELSE ' AND scheduled_date < $7' END
      || CASE WHEN after_id IS NULL THEN '' ELSE ' AND (scheduled_date, id) > ($8, $9)' END
      || ' ORDER BY scheduled_date, id LIMIT $10) ${fitting(EVENT, 'scheduled_date, id')} $11 ORDER BY scheduled_date, id'
      USING wanted_strategy, wanted_campaign, wanted_status, wanted_platform, wanted_type, from_date, to_date, after_date, after_id, page_size, page_bytes;
  END $$;
  REVOKE EXECUTE ON FUNCTION campaigns.page_of_strategies, campaigns.page_of_events FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION campaigns.page_of_strategies, campaigns.page_of_events TO campaigns;
`;

/** Each read of planning in one round trip. */
export class CreatePlanReads1770610000001 implements MigrationInterface {
  name = 'CreatePlanReads1770610000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(PAGES);
    await createReadFunction(queryRunner, {
      name: 'campaigns.get_strategy',
      parameters: 'wanted_id uuid',
      returns: `TABLE (${STRATEGY_TYPES})`,
      query: `SELECT ${STRATEGY} FROM campaigns.strategies WHERE company_id = tenant_company AND id = wanted_id`,
    });
    await createReadFunction(queryRunner, {
      name: 'campaigns.list_strategies',
      parameters: STRATEGY_FILTERS,
      returns: `TABLE (${STRATEGY_TYPES}, found integer)`,
      query: 'SELECT * FROM campaigns.page_of_strategies(wanted_label, before_id, page_size, page_bytes)',
    });
    await createReadFunction(queryRunner, {
      name: 'campaigns.get_event',
      parameters: 'wanted_id uuid',
      returns: `TABLE (${EVENT_TYPES})`,
      query: `SELECT ${EVENT} FROM campaigns.calendar_events WHERE company_id = tenant_company AND id = wanted_id`,
    });
    await createReadFunction(queryRunner, {
      name: 'campaigns.list_events',
      parameters: EVENT_FILTERS,
      returns: `TABLE (${EVENT_TYPES}, found integer)`,
      query: `SELECT * FROM campaigns.page_of_events(wanted_strategy, wanted_campaign, wanted_status, wanted_platform, wanted_type, from_date, to_date,
        after_date, after_id, page_size, page_bytes)`,
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP FUNCTION campaigns.list_events, campaigns.get_event, campaigns.list_strategies, campaigns.get_strategy,
      campaigns.page_of_events, campaigns.page_of_strategies`);
  }
}
