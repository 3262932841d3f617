import { createReadFunction, type MigrationInterface, type QueryRunner } from '@smartcontent/database';

const SUMMARY = `id, company_id, user_id, campaign_id, title, content_type, platform, status, quality_score::float8, revision,
  version_id, version_number, version_hash, approved_version_id, created_at, updated_at, published_at, scheduled_for`;

const SUMMARY_TYPES = `id uuid, company_id uuid, user_id uuid, campaign_id uuid, title varchar, content_type content.content_type,
  platform varchar, status content.content_status, quality_score float8, revision integer, version_id uuid, version_number integer,
  version_hash text, approved_version_id uuid, created_at timestamptz, updated_at timestamptz, published_at timestamptz,
  scheduled_for timestamptz`;

/** A range is its two ends, each of which may be null. */
const PARAMETERS = `wanted_statuses content.content_status[], wanted_types content.content_type[], wanted_user uuid, wanted_campaign uuid,
  created timestamptz[], updated timestamptz[], order_field text, is_descending boolean, after_at timestamptz, after_id uuid, page_size integer`;
const NAMES = `wanted_statuses, wanted_types, wanted_user, wanted_campaign, created, updated, order_field, is_descending, after_at, after_id,
  page_size`;

const CONDITIONS = `'company_id = NULLIF(current_setting(''app.company_id'', true), '''')::uuid'
      || CASE WHEN wanted_statuses IS NULL OR apart = 'status' THEN '' ELSE ' AND status = $1[1]' END
      || CASE WHEN wanted_types IS NULL OR apart = 'content_type' THEN ''
              WHEN cardinality(wanted_types) = 1 THEN ' AND content_type = $2[1]' ELSE ' AND content_type = ANY ($2)' END
      || CASE WHEN wanted_user IS NULL THEN '' ELSE ' AND user_id = $3' END
      || CASE WHEN wanted_campaign IS NULL THEN '' ELSE ' AND campaign_id = $4' END
      || CASE WHEN created[1] IS NULL THEN '' ELSE ' AND created_at >= $5[1]' END
      || CASE WHEN created[2] IS NULL THEN '' ELSE ' AND created_at < $5[2]' END
      || CASE WHEN updated[1] IS NULL THEN '' ELSE ' AND updated_at >= $6[1]' END
      || CASE WHEN updated[2] IS NULL THEN '' ELSE ' AND updated_at < $6[2]' END
      || CASE WHEN after_id IS NULL THEN ''
              ELSE format(' AND (%I, id) %s ($9, $10)', order_field, CASE WHEN is_descending THEN '<' ELSE '>' END) END`;

/**
 * As page_of_content, with the conditions that are wanted and no others. Several statuses (or else types) would lose the order of
 * their index: each is a list of its own, of which the first rows are taken.
 */
const PAGE = `
  CREATE FUNCTION content.page_of_content_by(${PARAMETERS}) RETURNS TABLE (${SUMMARY_TYPES}) LANGUAGE plpgsql STABLE AS $$
  DECLARE
    direction text := CASE WHEN is_descending THEN 'DESC' ELSE 'ASC' END;
    ordered text := format(' ORDER BY %I %s, id %s LIMIT $11', order_field, direction, direction);
    apart text := CASE WHEN cardinality(wanted_statuses) > 1 THEN 'status' WHEN cardinality(wanted_types) > 1 THEN 'content_type' END;
    listed text := 'SELECT ${SUMMARY} FROM content.content WHERE ' || ${CONDITIONS};
  BEGIN
    IF order_field NOT IN ('created_at', 'updated_at') THEN RAISE EXCEPTION 'contents have no order by %', order_field; END IF;
    IF apart IS NOT NULL THEN
      listed := format('SELECT found.* FROM unnest(%s) AS one (wanted), LATERAL (%s AND %I = one.wanted%s) AS found',
                       CASE apart WHEN 'status' THEN '$1' ELSE '$2' END, listed, apart, ordered);
    END IF;
    RETURN QUERY EXECUTE listed || ordered USING ${NAMES};
  END $$;
  REVOKE EXECUTE ON FUNCTION content.page_of_content_by FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION content.page_of_content_by TO content;
`;

/** list_content stays for services of the release before. */
export class SortContent1770800000000 implements MigrationInterface {
  name = 'SortContent1770800000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE INDEX idx_content_updated ON content.content (company_id, updated_at, id)');
    await queryRunner.query(PAGE);
    await createReadFunction(queryRunner, {
      name: 'content.page_content',
      parameters: PARAMETERS,
      returns: `TABLE (${SUMMARY_TYPES})`,
      query: `SELECT * FROM content.page_of_content_by(${NAMES})`,
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION content.page_content, content.page_of_content_by');
    await queryRunner.query('DROP INDEX content.idx_content_updated');
  }
}
