import { createReadFunction, type MigrationInterface, type QueryRunner } from '@smartcontent/database';

/** A content without its texts, as the contract names it; numeric would come as a string. */
const SUMMARY = `id, company_id, user_id, campaign_id, title, content_type, platform, status, quality_score::float8, revision,
  version_id, version_number, version_hash, approved_version_id, created_at, updated_at, published_at, scheduled_for`;

const SUMMARY_TYPES = `id uuid, company_id uuid, user_id uuid, campaign_id uuid, title varchar, content_type content.content_type,
  platform varchar, status content.content_status, quality_score float8, revision integer, version_id uuid, version_number integer,
  version_hash text, approved_version_id uuid, created_at timestamptz, updated_at timestamptz, published_at timestamptz,
  scheduled_for timestamptz`;

const TEXTS = 'content_text, metadata, brand_guidelines_applied, ai_model_used, generation_prompt';
const TEXT_TYPES = 'content_text text, metadata jsonb, brand_guidelines_applied jsonb, ai_model_used varchar, generation_prompt text';
const VERSION = 'id, content_id, number, hash, title, created_by, created_at, approved_by, approved_at';
const VERSION_TYPES = `id uuid, content_id uuid, number integer, hash text, title varchar, created_by uuid, created_at timestamptz,
  approved_by uuid, approved_at timestamptz`;

const FILTERS = `wanted_status content.content_status, wanted_type content.content_type, wanted_user uuid,
  before_created_at timestamptz, before_id uuid, page_size integer`;

/**
 * Built at run time from the filters that are set: a plan for all of them at once would walk the company's whole list where one
 * index finds the page. Values are bound, never written into the text.
 */
const PAGE = `
  CREATE FUNCTION content.page_of_content(${FILTERS}) RETURNS TABLE (${SUMMARY_TYPES}) LANGUAGE plpgsql STABLE AS $$
  BEGIN
    RETURN QUERY EXECUTE 'SELECT ${SUMMARY} FROM content.content
       WHERE company_id = NULLIF(current_setting(''app.company_id'', true), '''')::uuid'
      || CASE WHEN wanted_status IS NULL THEN '' ELSE ' AND status = $1' END
      || CASE WHEN wanted_type IS NULL THEN '' ELSE ' AND content_type = $2' END
      || CASE WHEN wanted_user IS NULL THEN '' ELSE ' AND user_id = $3' END
      || CASE WHEN before_id IS NULL THEN '' ELSE ' AND (created_at, id) < ($4, $5)' END
      || ' ORDER BY created_at DESC, id DESC LIMIT $6'
      USING wanted_status, wanted_type, wanted_user, before_created_at, before_id, page_size;
  END $$;
  REVOKE EXECUTE ON FUNCTION content.page_of_content FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION content.page_of_content TO content;
`;

const FOUND = `TABLE (${SUMMARY_TYPES}, score float8)`;

/**
 * Under row-level security no text condition may use a GIN index (its operators are not leakproof; measured 39 to 79 ms against
 * 0.1 ms). So this one function runs as content_search, whose policy is open and whose only right is to read this table, and narrows
 * itself to the caller's company. Words in the title weigh 1, in the text 0.1; a title that is only similar comes last.
 */
const SEARCH = `
  CREATE FUNCTION content.search_as_content_search(wanted text, page_size integer) RETURNS ${FOUND}
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  #variable_conflict use_column
  DECLARE
    tenant uuid := NULLIF(current_setting('app.company_id', true), '')::uuid;
    words tsquery := websearch_to_tsquery('pg_catalog.english', wanted);
  BEGIN
    RETURN QUERY
      SELECT ${SUMMARY},
             ts_rank('{0.1, 0.2, 0.4, 1}', search, words)::float8 + 0.05 * public.word_similarity(wanted, coalesce(title, '')) AS score
        FROM content.content
       WHERE company_id = tenant AND (search @@ words OR wanted OPERATOR(public.<%) title)
       ORDER BY score DESC, id DESC LIMIT page_size;
  END $$;
  REVOKE EXECUTE ON FUNCTION content.search_as_content_search FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION content.search_as_content_search TO content;
`;

const SEARCH_ROLE = `
  CREATE POLICY search ON content.content FOR SELECT TO content_search USING (true);
  GRANT SELECT ON content.content TO content_search;
  -- Who takes over a function must be able to make one there.
  GRANT CREATE ON SCHEMA content TO content_search;
  ALTER FUNCTION content.search_as_content_search OWNER TO content_search;
  REVOKE CREATE ON SCHEMA content FROM content_search;
`;

export class CreateReads1767600000001 implements MigrationInterface {
  name = 'CreateReads1767600000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await createReadFunction(queryRunner, {
      name: 'content.get_content',
      parameters: 'wanted_id uuid',
      returns: `TABLE (${SUMMARY_TYPES}, ${TEXT_TYPES})`,
      query: `SELECT ${SUMMARY}, ${TEXTS} FROM content.content WHERE company_id = tenant_company AND id = wanted_id`,
    });
    await queryRunner.query(PAGE);
    await createReadFunction(queryRunner, {
      name: 'content.list_content',
      parameters: FILTERS,
      returns: `TABLE (${SUMMARY_TYPES})`,
      query: 'SELECT * FROM content.page_of_content(wanted_status, wanted_type, wanted_user, before_created_at, before_id, page_size)',
    });
    await createReadFunction(queryRunner, {
      name: 'content.get_version',
      parameters: 'wanted_content_id uuid, wanted_id uuid',
      returns: `TABLE (${VERSION_TYPES}, content_type content.content_type, platform varchar, content_text text, metadata jsonb)`,
      query: `SELECT ${VERSION}, content_type, platform, content_text, metadata FROM content.content_versions
        WHERE company_id = tenant_company AND content_id = wanted_content_id AND id = wanted_id`,
    });
    await createReadFunction(queryRunner, {
      name: 'content.list_versions',
      parameters: 'wanted_content_id uuid, before_number integer, page_size integer',
      returns: `TABLE (${VERSION_TYPES})`,
      query: `SELECT ${VERSION} FROM content.content_versions
        WHERE company_id = tenant_company AND content_id = wanted_content_id AND number < coalesce(before_number, 2147483647)
        ORDER BY number DESC LIMIT page_size`,
    });
    await createSearch(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION content.search_content, content.search_as_content_search;
      DROP POLICY search ON content.content;
      REVOKE SELECT ON content.content FROM content_search;
      DROP FUNCTION content.list_versions, content.get_version, content.list_content, content.page_of_content, content.get_content
    `);
  }
}

async function createSearch(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(SEARCH);
  await queryRunner.query(SEARCH_ROLE);
  await createReadFunction(queryRunner, {
    name: 'content.search_content',
    parameters: 'wanted text, page_size integer',
    returns: FOUND,
    query: 'SELECT * FROM content.search_as_content_search(wanted, page_size)',
  });
}
