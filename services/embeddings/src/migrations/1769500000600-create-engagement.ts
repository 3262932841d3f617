import { type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

const TABLES = `
  CREATE TABLE embeddings.engagement_place (
    id boolean NOT NULL DEFAULT true,
    place numeric(20) NOT NULL DEFAULT 0,
    CONSTRAINT engagement_place_pkey PRIMARY KEY (id),
    CONSTRAINT engagement_place_one CHECK (id)
  );
  INSERT INTO embeddings.engagement_place DEFAULT VALUES;
  GRANT SELECT, UPDATE ON embeddings.engagement_place TO embeddings_system;

  CREATE TABLE embeddings.content_engagement (
    company_id uuid NOT NULL,
    content_id uuid NOT NULL,
    weight double precision NOT NULL,
    at timestamptz NOT NULL,
    is_told boolean NOT NULL DEFAULT false,
    CONSTRAINT content_engagement_pkey PRIMARY KEY (company_id, content_id)
  );
  CREATE INDEX content_engagement_untold ON embeddings.content_engagement (company_id, content_id) WHERE NOT is_told;

  CREATE TABLE embeddings.readers (
    company_id uuid NOT NULL,
    user_id uuid NOT NULL,
    is_told boolean NOT NULL DEFAULT false,
    CONSTRAINT readers_pkey PRIMARY KEY (company_id, user_id)
  );
  CREATE INDEX readers_untold ON embeddings.readers (company_id, user_id) WHERE NOT is_told;

  CREATE TABLE embeddings.reader_engagement (
    company_id uuid NOT NULL,
    user_id uuid NOT NULL,
    content_id uuid NOT NULL,
    weight double precision NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT reader_engagement_pkey PRIMARY KEY (company_id, user_id, content_id)
  );
`;

export class CreateEngagement1769500000600 implements MigrationInterface {
  name = 'CreateEngagement1769500000600';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    for (const table of ['content_engagement', 'readers', 'reader_engagement'])
      await protectTenantTable(queryRunner, `embeddings.${table}`, { tenant: ['SELECT'] });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'DROP TABLE embeddings.reader_engagement, embeddings.readers, embeddings.content_engagement, embeddings.engagement_place',
    );
  }
}
