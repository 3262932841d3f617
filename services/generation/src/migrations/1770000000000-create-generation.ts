import { createPlatformTables, dropPlatformTables, type MigrationInterface, type QueryRunner } from '@smartcontent/database';

export class CreateGeneration1770000000000 implements MigrationInterface {
  name = 'CreateGeneration1770000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await createPlatformTables(queryRunner, 'generation');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropPlatformTables(queryRunner, 'generation');
  }
}
