import type { MigrationInterface, QueryRunner } from '@smartcontent/database';

/** Pages of campaigns in the order in which they were planned. */
export class SortCampaigns1770620000200 implements MigrationInterface {
  name = 'SortCampaigns1770620000200';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE INDEX campaigns_newest ON campaigns.campaigns (company_id, created_at, id);
      DROP INDEX campaigns.campaigns_status;
      CREATE INDEX campaigns_status ON campaigns.campaigns (company_id, status, created_at, id)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX campaigns.campaigns_newest;
      DROP INDEX campaigns.campaigns_status;
      CREATE INDEX campaigns_status ON campaigns.campaigns (company_id, status, id)`);
  }
}
