import { createPlatformTables, dropPlatformTables, type MigrationInterface, type QueryRunner } from '@smartcontent/database';

export class CreateEmbeddings1769500000000 implements MigrationInterface {
  name = 'CreateEmbeddings1769500000000';

  up(queryRunner: QueryRunner): Promise<void> {
    return createPlatformTables(queryRunner, 'embeddings');
  }

  down(queryRunner: QueryRunner): Promise<void> {
    return dropPlatformTables(queryRunner, 'embeddings');
  }
}
