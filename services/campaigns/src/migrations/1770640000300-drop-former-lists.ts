import { createReadFunction, type MigrationInterface, type QueryRunner } from '@smartcontent/database';

const EVENT = `id, strategy_id, title, description, content_type, platform, scheduled_date, status, ai_recommendations, content_id, campaign_id,
  revision, created_at, updated_at`;
const EVENT_TYPES = `id uuid, strategy_id uuid, title varchar, description text, content_type varchar, platform varchar,
  scheduled_date timestamptz, status varchar, ai_recommendations jsonb, content_id uuid, campaign_id uuid, revision integer,
  created_at timestamptz, updated_at timestamptz`;
const FILTERS = `wanted_strategy uuid, wanted_campaign uuid, wanted_status text, wanted_platform text, wanted_type text, from_date timestamptz,
  to_date timestamptz, after_date timestamptz, after_id uuid, page_size integer, page_bytes integer`;

const FORMER_PAGE = `
  CREATE FUNCTION campaigns.page_of_events(${FILTERS}) RETURNS TABLE (${EVENT_TYPES}, found integer) LANGUAGE plpgsql STABLE AS $$
  BEGIN
    RETURN QUERY EXECUTE 'WITH page AS (SELECT * FROM campaigns.calendar_events
      WHERE company_id = NULLIF(current_setting(''app.company_id'', true), '''')::uuid'
      || CASE WHEN wanted_strategy IS NULL THEN '' ELSE ' AND strategy_id = $1' END
      || CASE WHEN wanted_campaign IS NULL THEN '' ELSE ' AND campaign_id = $2' END
      || CASE WHEN wanted_status IS NULL THEN '' ELSE ' AND status = $3' END
      || CASE WHEN wanted_platform IS NULL THEN '' ELSE ' AND platform = $4' END
      || CASE WHEN wanted_type IS NULL THEN '' ELSE ' AND content_type = $5' END
      || CASE WHEN from_date IS NULL THEN '' ELSE ' AND scheduled_date >= $6' END
      || CASE WHEN to_date IS NULL THEN '' ELSE ' AND scheduled_date < $7' END
      || CASE WHEN after_id IS NULL THEN '' ELSE ' AND (scheduled_date, id) > ($8, $9)' END
      || ' ORDER BY scheduled_date, id LIMIT $10)
      SELECT ${EVENT}, found::integer FROM (
        SELECT *, count(*) OVER () AS found, sum(size_bytes) OVER (ORDER BY scheduled_date, id) - size_bytes AS bytes_before FROM page) AS measured
       WHERE bytes_before < $11 ORDER BY scheduled_date, id'
      USING wanted_strategy, wanted_campaign, wanted_status, wanted_platform, wanted_type, from_date, to_date, after_date, after_id, page_size, page_bytes;
  END $$;
  REVOKE EXECUTE ON FUNCTION campaigns.page_of_events FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION campaigns.page_of_events TO campaigns;
`;

/** No release ever called them: `list_calendar` took their place before the first that plans. */
export class DropFormerLists1770640000300 implements MigrationInterface {
  name = 'DropFormerLists1770640000300';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION campaigns.list_events, campaigns.page_of_events');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(FORMER_PAGE);
    await createReadFunction(queryRunner, {
      name: 'campaigns.list_events',
      parameters: FILTERS,
      returns: `TABLE (${EVENT_TYPES}, found integer)`,
      query: `SELECT * FROM campaigns.page_of_events(wanted_strategy, wanted_campaign, wanted_status, wanted_platform, wanted_type, from_date, to_date,
        after_date, after_id, page_size, page_bytes)`,
    });
  }
}
