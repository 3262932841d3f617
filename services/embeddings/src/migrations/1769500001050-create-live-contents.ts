import { createReadFunction, type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

const TABLE = `
  CREATE TABLE embeddings.live_contents (
    company_id uuid NOT NULL,
    content_id uuid NOT NULL,
    write_id bigint NOT NULL,
    title text NOT NULL,
    user_id uuid,
    content_type text,
    platform text,
    status text,
    topics text[] NOT NULL,
    created_at timestamptz,
    published_at timestamptz,
    quality_score double precision,
    CONSTRAINT live_contents_pkey PRIMARY KEY (company_id, content_id),
    CONSTRAINT live_contents_write UNIQUE (company_id, write_id)
  )`;

/** What is deleted is found no more from the moment that is known, before any index has heard of it. */
const LIVE = `
  SELECT live.content_id, live.write_id::text, live.title, live.user_id, live.content_type, live.platform, live.status, live.topics,
         live.created_at, live.published_at, live.quality_score
    FROM embeddings.live_contents live
   WHERE live.company_id = tenant_company AND live.write_id = ANY (wanted_ids)
     AND NOT EXISTS (SELECT FROM embeddings.documents document
                      WHERE document.company_id = tenant_company AND document.content_id = live.content_id AND document.state = 'deleted')`;

/** Contents that were indexed before are indexed once more, since only that tells their write. */
export class CreateLiveContents1769500001050 implements MigrationInterface {
  name = 'CreateLiveContents1769500001050';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLE);
    await protectTenantTable(queryRunner, 'embeddings.live_contents');
    await createReadFunction(queryRunner, {
      name: 'embeddings.get_live_contents',
      parameters: 'wanted_ids bigint[]',
      returns: `TABLE (content_id uuid, write_id text, title text, user_id uuid, content_type text, platform text, status text,
        topics text[], created_at timestamptz, published_at timestamptz, quality_score double precision)`,
      query: LIVE,
    });
    await queryRunner.query(`UPDATE embeddings.documents SET state = 'pending', next_attempt_at = now() WHERE state = 'indexed'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION embeddings.get_live_contents; DROP TABLE embeddings.live_contents');
  }
}
