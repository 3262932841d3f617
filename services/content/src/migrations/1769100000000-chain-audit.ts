import { chainAuditLog, type MigrationInterface, type QueryRunner, unchainAuditLog } from '@smartcontent/database';

/** Seals and chains the audit log of a schema that was made before logs were. */
export class ChainAudit1769100000000 implements MigrationInterface {
  up(queryRunner: QueryRunner): Promise<void> {
    return chainAuditLog(queryRunner, 'content');
  }

  down(queryRunner: QueryRunner): Promise<void> {
    return unchainAuditLog(queryRunner, 'content');
  }
}
