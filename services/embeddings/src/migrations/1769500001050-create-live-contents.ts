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
    chunk_starts integer[] NOT NULL DEFAULT '{}',
    chunk_texts text[] NOT NULL DEFAULT '{}',
    CONSTRAINT live_contents_pkey PRIMARY KEY (company_id, content_id),
    CONSTRAINT live_contents_write UNIQUE (company_id, write_id)
  )`;

/** What is deleted is found no more from the moment that is known, before any index has heard of it. */
const IS_WANTED = `NOT EXISTS (
  SELECT FROM embeddings.documents document
   WHERE document.company_id = tenant_company AND document.content_id = live.content_id AND document.state = 'deleted')`;

const LIVE = `
  SELECT live.content_id, live.write_id::text, live.title, live.user_id, live.content_type, live.platform, live.status, live.topics,
         live.created_at, live.published_at, live.quality_score
    FROM embeddings.live_contents live
   WHERE live.company_id = tenant_company AND live.write_id = ANY (wanted_ids)
     AND ${IS_WANTED}`;

/** Those of hits that count: write n with its chunk n. */
const CHUNKS = `
  SELECT live.write_id::text, hit.chunk, live.chunk_starts[hit.chunk + 1] AS start, live.chunk_texts[hit.chunk + 1] AS text
    FROM unnest(wanted_ids, wanted_chunks) AS hit (id, chunk)
    JOIN embeddings.live_contents live ON live.company_id = tenant_company AND live.write_id = hit.id
   WHERE live.chunk_texts[hit.chunk + 1] IS NOT NULL`;

const TEXTS = `
  SELECT live.write_id::text, live.title, live.chunk_texts[1:most_chunks] AS texts
    FROM embeddings.live_contents live WHERE live.company_id = tenant_company AND live.content_id = wanted_content
     AND ${IS_WANTED}`;

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
    await createReadFunction(queryRunner, {
      name: 'embeddings.get_live_chunks',
      parameters: 'wanted_ids bigint[], wanted_chunks integer[]',
      returns: 'TABLE (write_id text, chunk integer, start integer, text text)',
      query: CHUNKS,
    });
    await createReadFunction(queryRunner, {
      name: 'embeddings.get_live_texts',
      parameters: 'wanted_content uuid, most_chunks integer',
      returns: 'TABLE (write_id text, title text, texts text[])',
      query: TEXTS,
    });
    await queryRunner.query(
      `UPDATE embeddings.documents SET state = 'pending', next_attempt_at = now(), lease_token = NULL WHERE state <> 'deleted'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'DROP FUNCTION embeddings.get_live_texts, embeddings.get_live_chunks, embeddings.get_live_contents; DROP TABLE embeddings.live_contents',
    );
  }
}
