import { type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

/** What scheduling knows of each campaign that has posts, and the way to the posts of one. */
export class HoldCampaigns1770700000000 implements MigrationInterface {
  name = 'HoldCampaigns1770700000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE TYPE scheduling.post_hold AS ENUM ('held', 'free', 'ended')`);
    await queryRunner.query(`
      CREATE TABLE scheduling.campaign_states (
        company_id uuid NOT NULL,
        campaign_id uuid NOT NULL,
        revision integer NOT NULL,
        hold scheduling.post_hold NOT NULL,
        moved_revision integer NOT NULL DEFAULT 0,
        freed integer NOT NULL DEFAULT 0,
        cancelled integer NOT NULL DEFAULT 0,
        missed integer NOT NULL DEFAULT 0,
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (company_id, campaign_id)
      )`);
    await protectTenantTable(queryRunner, 'scheduling.campaign_states');
    await queryRunner.query(`
      CREATE INDEX scheduled_posts_campaign ON scheduling.scheduled_posts (company_id, campaign_id, scheduled_time, id)
        WHERE campaign_id IS NOT NULL`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX scheduling.scheduled_posts_campaign');
    await queryRunner.query('DROP TABLE scheduling.campaign_states');
    await queryRunner.query('DROP TYPE scheduling.post_hold');
  }
}
