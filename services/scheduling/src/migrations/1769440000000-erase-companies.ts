import { createErasure, dropErasure, type MigrationInterface, type QueryRunner } from '@smartcontent/database';

/** What erases a company, for a schema that was made before anything did. */
export class EraseCompanies1769440000000 implements MigrationInterface {
  up(queryRunner: QueryRunner): Promise<void> {
    return createErasure(queryRunner, 'scheduling');
  }

  down(queryRunner: QueryRunner): Promise<void> {
    return dropErasure(queryRunner, 'scheduling');
  }
}
