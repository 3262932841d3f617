import type { MigrationInterface, QueryRunner } from '@smartcontent/database';

/** Nothing wrote it: whether a text is the same is seen at what the index has of it. */
export class DropTextHash1769500000700 implements MigrationInterface {
  name = 'DropTextHash1769500000700';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE embeddings.documents DROP COLUMN text_hash');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE embeddings.documents ADD COLUMN text_hash varchar(64)');
  }
}
