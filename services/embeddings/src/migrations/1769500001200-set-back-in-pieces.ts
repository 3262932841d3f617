import type { MigrationInterface, QueryRunner } from '@smartcontent/database';

/** A rebuild sets back what there is in pieces, each in a transaction of its own; `phase` says what of. */
export class SetBackInPieces1769500001200 implements MigrationInterface {
  name = 'SetBackInPieces1769500001200';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE embeddings.snapshots ADD COLUMN phase varchar(20) NOT NULL DEFAULT 'contents',
        ADD CONSTRAINT snapshots_phase_check CHECK (phase IN ('documents', 'engagement', 'readers', 'contents'))`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE embeddings.snapshots DROP COLUMN phase');
  }
}
