import { type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

/** By what the texts of a company are embedded, where that is not the offline embedder. */
export class CreateEmbedderSettings1769500000500 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE embeddings.embedder_settings (
        company_id uuid NOT NULL,
        provider varchar(50),
        model varchar(100),
        dimensions integer,
        asks_for_dimensions boolean NOT NULL DEFAULT false,
        former jsonb,
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT embedder_settings_pk PRIMARY KEY (company_id),
        CONSTRAINT embedder_settings_whole CHECK ((provider IS NULL) = (model IS NULL) AND (provider IS NULL) = (dimensions IS NULL))
      )`);
    await protectTenantTable(queryRunner, 'embeddings.embedder_settings', { tenant: ['SELECT', 'INSERT', 'UPDATE'] });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE embeddings.embedder_settings');
  }
}
