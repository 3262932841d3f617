import type { MigrationInterface, QueryRunner } from '@smartcontent/database';

/** Of two replicas that write one revision with different embedders, the one that claimed it last is right, whoever comes last. */
export class CountClaims1769500000900 implements MigrationInterface {
  name = 'CountClaims1769500000900';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE embeddings.documents ADD COLUMN claims bigint NOT NULL DEFAULT 0');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE embeddings.documents DROP COLUMN claims');
  }
}
