import { type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

export class CreateRuns1770200000000 implements MigrationInterface {
  name = 'CreateRuns1770200000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE generation.runs (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL,
        user_id uuid NOT NULL,
        content_id uuid NOT NULL,
        is_new_content boolean NOT NULL,
        campaign_id uuid,
        content_type varchar(20) NOT NULL,
        draft_type varchar(20) NOT NULL,
        agent_name varchar(50) NOT NULL,
        title varchar(500),
        request jsonb NOT NULL,
        status varchar(20) NOT NULL DEFAULT 'pending'
          CONSTRAINT runs_status_known CHECK (status IN ('pending', 'running', 'succeeded', 'failed', 'cancelled')),
        revision integer NOT NULL DEFAULT 1,
        model varchar(100),
        attempts integer NOT NULL DEFAULT 0,
        model_index integer NOT NULL DEFAULT 0,
        model_attempts integer NOT NULL DEFAULT 0,
        is_calling boolean NOT NULL DEFAULT false,
        retry_reasons jsonb NOT NULL DEFAULT '[]',
        validation_errors jsonb,
        error_code varchar(50),
        error_message text,
        cache_hit boolean NOT NULL DEFAULT false,
        cache_key varchar(255),
        output text,
        wake_at timestamptz DEFAULT now(),
        lease_token uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        started_at timestamptz,
        finished_at timestamptz,
        CONSTRAINT runs_of_company UNIQUE (company_id, id)
      );
      CREATE INDEX runs_due ON generation.runs (wake_at) WHERE wake_at IS NOT NULL;
      CREATE INDEX runs_status ON generation.runs (company_id, status, id);
      CREATE INDEX runs_user ON generation.runs (company_id, user_id, id);
      CREATE INDEX runs_content ON generation.runs (company_id, content_id, id)`);
    await protectTenantTable(queryRunner, 'generation.runs');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE generation.runs');
  }
}
