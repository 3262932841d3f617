import { type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

/** Campaigns as the first designs have them; ends_at is the end of end_date in time_zone, by which the job finds what has ended. */
export class CreateCampaignsTable1770600000100 implements MigrationInterface {
  name = 'CreateCampaignsTable1770600000100';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TYPE campaigns.campaign_status AS ENUM ('draft', 'active', 'paused', 'completed', 'cancelled');
      CREATE TABLE campaigns.campaigns (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL,
        user_id uuid NOT NULL,
        name varchar(255) NOT NULL,
        description text,
        objectives text[] NOT NULL DEFAULT '{}',
        target_audience jsonb NOT NULL DEFAULT '{}',
        budget_allocated numeric(10,2) CONSTRAINT campaigns_budget_unsigned CHECK (budget_allocated >= 0),
        budget_spent numeric(24,12) NOT NULL DEFAULT 0 CONSTRAINT campaigns_spent_unsigned CHECK (budget_spent >= 0),
        start_date date,
        end_date date,
        time_zone varchar(64) NOT NULL DEFAULT 'UTC',
        ends_at timestamptz,
        status campaigns.campaign_status NOT NULL DEFAULT 'draft',
        revision integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT campaigns_of_company UNIQUE (company_id, id),
        CONSTRAINT campaigns_in_order CHECK (start_date <= end_date)
      );
      CREATE INDEX campaigns_user ON campaigns.campaigns (company_id, user_id);
      CREATE INDEX campaigns_status ON campaigns.campaigns (company_id, status, id);
      CREATE INDEX campaigns_ending ON campaigns.campaigns (ends_at) WHERE status IN ('active', 'paused')`);
    await protectTenantTable(queryRunner, 'campaigns.campaigns');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE campaigns.campaigns; DROP TYPE campaigns.campaign_status');
  }
}
