import { createErasure, type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

/** The registry of models, in a schema of its own as the first designs had it. Erasure learns of it by who owns the schema. */
export class CreateMlModels1770300000000 implements MigrationInterface {
  name = 'CreateMlModels1770300000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE SCHEMA IF NOT EXISTS ml_data;
      GRANT USAGE ON SCHEMA ml_data TO generation, generation_system`);
    await queryRunner.query(`
      CREATE TYPE ml_data.model_type AS ENUM ('content_generation', 'recommendation', 'engagement_prediction', 'optimization')`);
    await queryRunner.query(`
      CREATE TABLE ml_data.ml_models (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL,
        name varchar(255) NOT NULL,
        model_type ml_data.model_type NOT NULL,
        version varchar(50) NOT NULL,
        config jsonb NOT NULL DEFAULT '{}',
        performance_metrics jsonb NOT NULL DEFAULT '{}',
        training_data_info jsonb NOT NULL DEFAULT '{}',
        is_active boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (company_id, name, version)
      );
      CREATE INDEX ml_models_type ON ml_data.ml_models (company_id, model_type);
      CREATE UNIQUE INDEX ml_models_active ON ml_data.ml_models (company_id, model_type) WHERE is_active`);
    await protectTenantTable(queryRunner, 'ml_data.ml_models', { service: 'generation' });
    await createErasure(queryRunner, 'generation');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP SCHEMA ml_data CASCADE');
  }
}
