import { guardAuditLog, type MigrationInterface, type QueryRunner } from '@smartcontent/database';

/** Keeps a running service from giving audit rows their place and time itself. */
export class GuardAudit1769430000000 implements MigrationInterface {
  up(queryRunner: QueryRunner): Promise<void> {
    return guardAuditLog(queryRunner, 'analytics');
  }

  /** An older release works under it. */
  async down(): Promise<void> {}
}
