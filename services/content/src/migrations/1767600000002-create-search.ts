import { createReadFunction, type MigrationInterface, type QueryRunner } from '@smartcontent/database';
import { SUMMARY, SUMMARY_TYPES } from './summary-columns.js';

const RETURNS = `TABLE (${SUMMARY_TYPES}, score float8)`;

/**
 * Under row-level security no text condition may use a GIN index (its operators are not leakproof; measured 39 to 79 ms against
 * 0.1 ms). So this one function runs as content_search, whose policy is open and whose only right is to read this table, and narrows
 * itself to the caller's company. Words found in the title score 1, in the text 0.1; a title that is only similar comes last.
 */
const SEARCH = `
  CREATE FUNCTION content.search_as_content_search(wanted text, page_size integer) RETURNS ${RETURNS}
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

export class CreateSearch1767600000002 implements MigrationInterface {
  name = 'CreateSearch1767600000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(SEARCH);
    await queryRunner.query(SEARCH_ROLE);
    await createReadFunction(queryRunner, {
      name: 'content.search_content',
      parameters: 'wanted text, page_size integer',
      returns: RETURNS,
      query: 'SELECT * FROM content.search_as_content_search(wanted, page_size)',
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION content.search_content, content.search_as_content_search;
      DROP POLICY search ON content.content;
      REVOKE SELECT ON content.content FROM content_search;
    `);
  }
}
