import type { MigrationInterface, QueryRunner } from '@smartcontent/database';

/** The way to the contents of one campaign, newest first. */
export class IndexCampaigns1770800000100 implements MigrationInterface {
  name = 'IndexCampaigns1770800000100';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE INDEX idx_content_campaign ON content.content (company_id, campaign_id, created_at, id) WHERE campaign_id IS NOT NULL`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX content.idx_content_campaign');
  }
}
