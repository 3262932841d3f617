import { createReadFunction, type MigrationInterface, type QueryRunner } from '@smartcontent/database';

/** Rows of a band and fingerprints that one look reads. */
const near = (rows: number, fingerprints: number) => `
  SELECT print.content_id, print.title, print.sketch
    FROM (SELECT sharing.content_id, count(*) AS shared
            FROM unnest(wanted_bands) AS wanted(band), LATERAL (
              SELECT content_id FROM embeddings.fingerprint_bands
               WHERE company_id = tenant_company AND band = wanted.band AND content_id IS DISTINCT FROM except_id
               ORDER BY content_id DESC LIMIT ${rows}) AS sharing
           GROUP BY sharing.content_id ORDER BY shared DESC, sharing.content_id DESC LIMIT ${fingerprints}) AS candidate
    JOIN embeddings.fingerprints print ON print.company_id = tenant_company AND print.content_id = candidate.content_id`;

/** A text that comes again all the time cost a create several milliseconds: the eight newest of a band tell as much as thirty-two. */
export class BoundNearFingerprints1769500000800 implements MigrationInterface {
  name = 'BoundNearFingerprints1769500000800';

  up(queryRunner: QueryRunner): Promise<void> {
    return define(queryRunner, 8, 8);
  }

  down(queryRunner: QueryRunner): Promise<void> {
    return define(queryRunner, 32, 16);
  }
}

function define(queryRunner: QueryRunner, rows: number, fingerprints: number): Promise<void> {
  return createReadFunction(queryRunner, {
    name: 'embeddings.near_fingerprints',
    parameters: 'wanted_bands bigint[], except_id uuid',
    returns: 'TABLE (content_id uuid, title text, sketch bytea)',
    query: near(rows, fingerprints),
  });
}
