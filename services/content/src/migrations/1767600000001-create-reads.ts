import { createReadFunction, type MigrationInterface, type QueryRunner } from '@smartcontent/database';
import { SUMMARY, SUMMARY_TYPES } from './summary-columns.js';

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
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION content.list_versions, content.get_version, content.list_content, content.page_of_content, content.get_content
    `);
  }
}
