import type { MigrationInterface, QueryRunner } from '@smartcontent/database';

/** A reader whose preferences cannot be made waits by himself; the others go on. */
export class TryReadersAgain1769500001000 implements MigrationInterface {
  name = 'TryReadersAgain1769500001000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'ALTER TABLE embeddings.readers ADD COLUMN attempts integer NOT NULL DEFAULT 0, ADD COLUMN next_attempt_at timestamptz',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE embeddings.readers DROP COLUMN attempts, DROP COLUMN next_attempt_at');
  }
}
