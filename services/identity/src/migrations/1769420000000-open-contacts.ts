import type { MigrationInterface, QueryRunner } from '@smartcontent/database';

/** `users.encrypted_data` comes into use; the system role wraps its data keys anew when the master key changes. */
export class OpenContacts1769420000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('GRANT UPDATE (encrypted_data) ON identity.users TO identity_system');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('REVOKE UPDATE (encrypted_data) ON identity.users FROM identity_system');
  }
}
