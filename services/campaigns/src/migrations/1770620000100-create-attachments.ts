import { type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

/** The contents and posts of campaigns, as content and scheduling told of them. */
export class CreateAttachments1770620000100 implements MigrationInterface {
  name = 'CreateAttachments1770620000100';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE campaigns.campaign_contents (
        company_id uuid NOT NULL,
        content_id uuid NOT NULL,
        campaign_id uuid NOT NULL,
        status varchar(20) NOT NULL,
        told_at timestamptz NOT NULL,
        CONSTRAINT campaign_contents_pk PRIMARY KEY (company_id, content_id)
      );
      CREATE INDEX campaign_contents_campaign ON campaigns.campaign_contents (company_id, campaign_id, content_id);
      CREATE TABLE campaigns.campaign_posts (
        company_id uuid NOT NULL,
        post_id uuid NOT NULL,
        campaign_id uuid NOT NULL,
        content_id uuid NOT NULL,
        platform varchar(50) NOT NULL,
        status varchar(20) NOT NULL,
        told_at timestamptz NOT NULL,
        CONSTRAINT campaign_posts_pk PRIMARY KEY (company_id, post_id)
      );
      CREATE INDEX campaign_posts_campaign ON campaigns.campaign_posts (company_id, campaign_id, status, platform);
      CREATE INDEX campaign_posts_contents ON campaigns.campaign_posts (company_id, campaign_id, content_id)`);
    await protectTenantTable(queryRunner, 'campaigns.campaign_contents');
    await protectTenantTable(queryRunner, 'campaigns.campaign_posts');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE campaigns.campaign_contents, campaigns.campaign_posts');
  }
}
