import {
  createPlatformTables,
  dropPlatformTables,
  type MigrationInterface,
  protectTenantTable,
  type QueryRunner,
} from '@smartcontent/database';

export class CreateScheduling1767600000000 implements MigrationInterface {
  name = 'CreateScheduling1767600000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await createPlatformTables(queryRunner, 'scheduling');
    await queryRunner.query(`
      CREATE TABLE scheduling.platform_accounts (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL,
        platform varchar(50) NOT NULL,
        name varchar(255) NOT NULL,
        settings jsonb NOT NULL DEFAULT '{}',
        sealed_secret jsonb,
        status varchar(20) NOT NULL DEFAULT 'connected' CHECK (status IN ('connected', 'disconnected')),
        revision integer NOT NULL DEFAULT 1,
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (company_id, id)
      )`);
    await queryRunner.query(`CREATE INDEX platform_accounts_newest ON scheduling.platform_accounts (company_id, created_at DESC, id DESC)`);
    await protectTenantTable(queryRunner, 'scheduling.platform_accounts');
    await this.createPosts(queryRunner);
    await this.createAttempts(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE scheduling.post_attempts, scheduling.scheduled_posts, scheduling.platform_accounts');
    await queryRunner.query('DROP TYPE scheduling.schedule_status');
    await dropPlatformTables(queryRunner, 'scheduling');
  }

  private async createPosts(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TYPE scheduling.schedule_status AS ENUM
        ('pending', 'publishing', 'published', 'failed', 'cancelled', 'unknown', 'missed', 'paused')`);
    await queryRunner.query(`
      CREATE TABLE scheduling.scheduled_posts (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL,
        content_id uuid NOT NULL,
        version_id uuid NOT NULL,
        version_hash char(64) NOT NULL,
        campaign_id uuid,
        platform varchar(50) NOT NULL,
        platform_account_id uuid NOT NULL,
        scheduled_time timestamptz NOT NULL,
        status scheduling.schedule_status NOT NULL DEFAULT 'pending',
        published_at timestamptz,
        platform_post_id text,
        error_code varchar(50),
        error_message text,
        retry_count integer NOT NULL DEFAULT 0,
        revision integer NOT NULL DEFAULT 1,
        next_attempt_at timestamptz,
        lease_token uuid,
        lease_expires_at timestamptz,
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (company_id, id),
        FOREIGN KEY (company_id, platform_account_id) REFERENCES scheduling.platform_accounts (company_id, id)
      )`);
    await queryRunner.query(`
      CREATE UNIQUE INDEX scheduled_posts_once ON scheduling.scheduled_posts
        (company_id, version_id, platform_account_id, scheduled_time) WHERE status <> 'cancelled'`);
    await queryRunner.query(`
      CREATE INDEX scheduled_posts_due ON scheduling.scheduled_posts (next_attempt_at) WHERE next_attempt_at IS NOT NULL`);
    await queryRunner.query(`
      CREATE INDEX scheduled_posts_leased ON scheduling.scheduled_posts (lease_expires_at) WHERE lease_expires_at IS NOT NULL`);
    await queryRunner.query(`CREATE INDEX scheduled_posts_content ON scheduling.scheduled_posts (company_id, content_id)`);
    await queryRunner.query(`CREATE INDEX scheduled_posts_time ON scheduling.scheduled_posts (company_id, scheduled_time, id)`);
    await queryRunner.query(`CREATE INDEX scheduled_posts_status ON scheduling.scheduled_posts (company_id, status, scheduled_time, id)`);
    await protectTenantTable(queryRunner, 'scheduling.scheduled_posts');
  }

  private async createAttempts(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE scheduling.post_attempts (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL,
        post_id uuid NOT NULL,
        number integer NOT NULL,
        started_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz,
        outcome varchar(20) CHECK (outcome IN ('published', 'failed', 'unknown')),
        status_code integer,
        error_message text,
        UNIQUE (post_id, number),
        FOREIGN KEY (company_id, post_id) REFERENCES scheduling.scheduled_posts (company_id, id) ON DELETE CASCADE
      )`);
    await protectTenantTable(queryRunner, 'scheduling.post_attempts');
  }
}
