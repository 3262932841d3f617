import type { MigrationInterface, QueryRunner } from '@smartcontent/database';

/** What was told of a run's cost, and whether there is something to tell yet. Runs that ended before tell nothing. */
export class TellCosts1770600000000 implements MigrationInterface {
  name = 'TellCosts1770600000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE generation.runs
        ADD COLUMN told_cost_usd numeric(30, 12) NOT NULL DEFAULT 0,
        ADD COLUMN told_unpriced_calls integer NOT NULL DEFAULT 0,
        ADD COLUMN is_cost_open boolean NOT NULL DEFAULT false;
      CREATE INDEX runs_cost_open ON generation.runs (id) WHERE is_cost_open;
      -- Who has how many under way is asked at each claim, however many wait.
      CREATE INDEX runs_under_way ON generation.runs (company_id, wake_at) WHERE status = 'running'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX generation.runs_under_way;
      ALTER TABLE generation.runs DROP COLUMN told_cost_usd, DROP COLUMN told_unpriced_calls, DROP COLUMN is_cost_open`);
  }
}
