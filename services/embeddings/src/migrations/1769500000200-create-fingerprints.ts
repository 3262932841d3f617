import { createReadFunction, type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

const TABLES = `
  CREATE TABLE embeddings.fingerprints (
    company_id uuid NOT NULL,
    content_id uuid NOT NULL,
    title text,
    sketch bytea,
    bands bigint[] NOT NULL,
    CONSTRAINT fingerprints_pkey PRIMARY KEY (company_id, content_id),
    CONSTRAINT fingerprints_whole CHECK (CASE WHEN sketch IS NULL THEN cardinality(bands) = 0 ELSE octet_length(sketch) = 512 AND cardinality(bands) = 16 END)
  );
  CREATE TABLE embeddings.fingerprint_bands (
    company_id uuid NOT NULL,
    band bigint NOT NULL,
    content_id uuid NOT NULL,
    CONSTRAINT fingerprint_bands_pkey PRIMARY KEY (company_id, band, content_id)
  );
`;

/** Bounded, however often a text came again: a look into each band, the newest contents first, and those that share the most of them. */
const NEAR = `
  SELECT print.content_id, print.title, print.sketch
    FROM (SELECT sharing.content_id, count(*) AS shared
            FROM unnest(wanted_bands) AS wanted(band), LATERAL (
              SELECT content_id FROM embeddings.fingerprint_bands
               WHERE company_id = tenant_company AND band = wanted.band AND content_id IS DISTINCT FROM except_id
               ORDER BY content_id DESC LIMIT 32) AS sharing
           GROUP BY sharing.content_id ORDER BY shared DESC, sharing.content_id DESC LIMIT 16) AS candidate
    JOIN embeddings.fingerprints print ON print.company_id = tenant_company AND print.content_id = candidate.content_id`;

export class CreateFingerprints1769500000200 implements MigrationInterface {
  name = 'CreateFingerprints1769500000200';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    for (const table of ['embeddings.fingerprints', 'embeddings.fingerprint_bands']) await protectTenantTable(queryRunner, table);
    await createReadFunction(queryRunner, {
      name: 'embeddings.near_fingerprints',
      parameters: 'wanted_bands bigint[], except_id uuid',
      returns: 'TABLE (content_id uuid, title text, sketch bytea)',
      query: NEAR,
    });
    await createReadFunction(queryRunner, {
      name: 'embeddings.get_fingerprint',
      parameters: 'wanted_id uuid',
      returns: 'TABLE (sketch bytea, bands bigint[])',
      query: 'SELECT sketch, bands FROM embeddings.fingerprints WHERE company_id = tenant_company AND content_id = wanted_id',
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION embeddings.get_fingerprint, embeddings.near_fingerprints;
      DROP TABLE embeddings.fingerprint_bands, embeddings.fingerprints
    `);
  }
}
