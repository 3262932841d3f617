import { createErasure, type MigrationInterface, type QueryRunner } from '@smartcontent/database';

/** What empties the audit rows of one person, for a schema that could only erase companies. */
export class ErasePeople1769450000000 implements MigrationInterface {
  up(queryRunner: QueryRunner): Promise<void> {
    return createErasure(queryRunner, 'content');
  }

  async down(): Promise<void> {
    // Rows that were emptied are verified by the digest that they left: it stays.
  }
}
