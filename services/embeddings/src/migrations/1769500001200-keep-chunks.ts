import { createReadFunction, type MigrationInterface, type QueryRunner } from '@smartcontent/database';

/** Those of hits that count: write n with its chunk n. */
const CHUNKS = `
  SELECT live.write_id::text, hit.chunk, live.chunk_starts[hit.chunk + 1] AS start, live.chunk_texts[hit.chunk + 1] AS text
    FROM unnest(wanted_ids, wanted_chunks) AS hit (id, chunk)
    JOIN embeddings.live_contents live ON live.company_id = tenant_company AND live.write_id = hit.id
   WHERE live.chunk_texts[hit.chunk + 1] IS NOT NULL`;

const TEXTS = `
  SELECT live.write_id::text, live.title, live.chunk_texts[1:most_chunks] AS texts
    FROM embeddings.live_contents live WHERE live.company_id = tenant_company AND live.content_id = wanted_content`;

/** The texts of chunks beside what else a search shows: reading ten of them in ClickHouse cost a third of a search. Whatever is indexed comes once more, with them. */
export class KeepChunks1769500001200 implements MigrationInterface {
  name = 'KeepChunks1769500001200';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DELETE FROM embeddings.live_contents;
      ALTER TABLE embeddings.live_contents ADD chunk_starts integer[] NOT NULL, ADD chunk_texts text[] NOT NULL;
      UPDATE embeddings.documents SET state = 'pending', next_attempt_at = now() WHERE state = 'indexed'`);
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
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION embeddings.get_live_texts, embeddings.get_live_chunks;
      ALTER TABLE embeddings.live_contents DROP chunk_starts, DROP chunk_texts`);
  }
}
