import { createPlatformTables, dropPlatformTables, type MigrationInterface, type QueryRunner } from '@smartcontent/database';

export class CreateCampaigns1770600000000 implements MigrationInterface {
  name = 'CreateCampaigns1770600000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await createPlatformTables(queryRunner, 'campaigns');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropPlatformTables(queryRunner, 'campaigns');
  }
}
