import type { MigrationInterface, QueryRunner } from '@smartcontent/database';

/** A budget that is taken away keeps its periods; a call that was given up for lost has one row of usage, which its late answer takes over. */
export class KeepWhatBudgetsSpent1770400000000 implements MigrationInterface {
  name = 'KeepWhatBudgetsSpent1770400000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE generation.budgets ADD COLUMN ended_at timestamptz;
      GRANT UPDATE, DELETE ON generation.api_usage TO generation;
      CREATE INDEX budget_reservations_ended ON generation.budget_reservations (created_at) WHERE state <> 'held'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX generation.budget_reservations_ended;
      REVOKE UPDATE, DELETE ON generation.api_usage FROM generation;
      DELETE FROM generation.budgets WHERE ended_at IS NOT NULL;
      ALTER TABLE generation.budgets DROP COLUMN ended_at`);
  }
}
