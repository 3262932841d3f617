import type { MigrationInterface, QueryRunner } from '@smartcontent/database';

/** What is due of each company is looked at by itself, so that none waits behind what another one queued. */
export class IndexDueRunsByCompany1770510000000 implements MigrationInterface {
  name = 'IndexDueRunsByCompany1770510000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE INDEX runs_due_of_company ON generation.runs (company_id, wake_at, id) WHERE wake_at IS NOT NULL');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX generation.runs_due_of_company');
  }
}
