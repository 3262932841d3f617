import { createReadFunction, type MigrationInterface, type QueryRunner } from '@smartcontent/database';

const NOT_DELETED = `NOT EXISTS (SELECT FROM embeddings.documents document
  WHERE document.company_id = tenant_company AND document.content_id = live.content_id AND document.state = 'deleted')`;

/** Bounded as before: eight rows of a band, eight fingerprints. */
const near = (condition: string) => `
  SELECT live.content_id, live.title, live.sketch
    FROM (SELECT sharing.content_id, count(*) AS shared
            FROM unnest(wanted_bands) AS wanted(band), LATERAL (
              SELECT content_id FROM embeddings.fingerprint_bands
               WHERE company_id = tenant_company AND band = wanted.band AND content_id IS DISTINCT FROM except_id
               ORDER BY content_id DESC LIMIT 8) AS sharing
           GROUP BY sharing.content_id ORDER BY shared DESC, sharing.content_id DESC LIMIT 8) AS candidate
    JOIN embeddings.fingerprints live ON live.company_id = tenant_company AND live.content_id = candidate.content_id
   WHERE ${condition}`;

/** Those of some contents that are found. */
const KNOWN = `
  SELECT live.content_id, live.title, live.status, live.topics FROM embeddings.live_contents live
   WHERE live.company_id = tenant_company AND live.content_id = ANY (wanted_contents) AND ${NOT_DELETED}`;

/** What is deleted is shown nowhere from the moment that is known, and goes out of the index before anything else of its company. */
export class HideDeletedContents1769500001300 implements MigrationInterface {
  name = 'HideDeletedContents1769500001300';

  async up(queryRunner: QueryRunner): Promise<void> {
    await define(queryRunner, NOT_DELETED);
    await createReadFunction(queryRunner, {
      name: 'embeddings.get_known_contents',
      parameters: 'wanted_contents uuid[]',
      returns: 'TABLE (content_id uuid, title text, status text, topics text[])',
      query: KNOWN,
    });
    await queryRunner.query(`
      CREATE INDEX documents_due_deletions ON embeddings.documents (company_id, next_attempt_at)
        WHERE state = 'deleted' AND next_attempt_at IS NOT NULL;
      DELETE FROM embeddings.content_engagement engagement USING embeddings.documents document
       WHERE document.company_id = engagement.company_id AND document.content_id = engagement.content_id AND document.state = 'deleted'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX embeddings.documents_due_deletions; DROP FUNCTION embeddings.get_known_contents');
    await define(queryRunner, 'true');
  }
}

function define(queryRunner: QueryRunner, condition: string): Promise<void> {
  return createReadFunction(queryRunner, {
    name: 'embeddings.near_fingerprints',
    parameters: 'wanted_bands bigint[], except_id uuid',
    returns: 'TABLE (content_id uuid, title text, sketch bytea)',
    query: near(condition),
  });
}
