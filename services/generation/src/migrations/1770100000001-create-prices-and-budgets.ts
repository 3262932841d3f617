import { type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

export class CreatePricesAndBudgets1770100000001 implements MigrationInterface {
  name = 'CreatePricesAndBudgets1770100000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await createPrices(queryRunner);
    await createBudgets(queryRunner);
    await createReservations(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE generation.budget_holds, generation.budget_reservations, generation.budget_periods, generation.budgets,
        generation.company_model_prices, generation.model_prices`);
  }
}

/** Of what a million tokens cost, with six decimals: a token then costs a whole number of 10^-12 dollars. */
const PRICES = (necessity: string) => `
        input_usd_per_million numeric(10, 6) ${necessity} CHECK (input_usd_per_million >= 0),
        output_usd_per_million numeric(10, 6) ${necessity} CHECK (output_usd_per_million >= 0),
        cache_read_usd_per_million numeric(10, 6) CHECK (cache_read_usd_per_million >= 0),
        cache_write_usd_per_million numeric(10, 6) CHECK (cache_write_usd_per_million >= 0),
        reasoning_usd_per_million numeric(10, 6) CHECK (reasoning_usd_per_million >= 0)`;

/** Rows are versions and never change. The writer that needs no provider costs nothing, by a price like every other. */
async function createPrices(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
      CREATE TABLE generation.model_prices (
        id uuid PRIMARY KEY,
        model varchar(100) NOT NULL,
        valid_from timestamptz NOT NULL,${PRICES('NOT NULL')},
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX model_prices_valid_from ON generation.model_prices (model, valid_from DESC, id DESC);
      GRANT SELECT ON generation.model_prices TO generation;
      GRANT SELECT, INSERT ON generation.model_prices TO generation_system;
      INSERT INTO generation.model_prices VALUES
        ('01980000-0000-7000-8000-000000000001', 'offline-writer-v1', 'epoch', 0, 0, 0, 0, 0)`);
  await queryRunner.query(`
      CREATE TABLE generation.company_model_prices (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL,
        model varchar(100) NOT NULL,
        valid_from timestamptz NOT NULL,${PRICES('')},
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT company_model_prices_whole_check CHECK (num_nulls(input_usd_per_million, output_usd_per_million) IN (0, 2))
      );
      CREATE INDEX company_model_prices_valid_from ON generation.company_model_prices (company_id, model, valid_from DESC, id DESC)`);
  await protectTenantTable(queryRunner, 'generation.company_model_prices', { tenant: ['SELECT', 'INSERT'] });
}

async function createBudgets(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
      CREATE TABLE generation.budgets (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL,
        campaign_id uuid,
        period varchar(10) NOT NULL CHECK (period IN ('day', 'week', 'month', 'total')),
        amount_usd numeric(24, 12) NOT NULL CHECK (amount_usd >= 0),
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (company_id, id),
        CONSTRAINT budgets_one_each UNIQUE NULLS NOT DISTINCT (company_id, campaign_id, period)
      )`);
  await protectTenantTable(queryRunner, 'generation.budgets');
  await queryRunner.query(`
      CREATE TABLE generation.budget_periods (
        company_id uuid NOT NULL,
        budget_id uuid NOT NULL,
        starts_at timestamptz NOT NULL,
        spent_usd numeric(24, 12) NOT NULL DEFAULT 0 CHECK (spent_usd >= 0),
        reserved_usd numeric(24, 12) NOT NULL DEFAULT 0 CHECK (reserved_usd >= 0),
        PRIMARY KEY (company_id, budget_id, starts_at),
        FOREIGN KEY (company_id, budget_id) REFERENCES generation.budgets (company_id, id) ON DELETE CASCADE
      )`);
  await protectTenantTable(queryRunner, 'generation.budget_periods', { tenant: ['SELECT', 'INSERT', 'UPDATE'] });
}

/** One row per try of a run, also where no budget bounds it: what it may cost at most, and in which periods that is held. */
async function createReservations(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
      CREATE TABLE generation.budget_reservations (
        id uuid NOT NULL,
        company_id uuid NOT NULL,
        run_id uuid NOT NULL,
        attempt integer NOT NULL,
        model varchar(100) NOT NULL,
        price_version uuid,
        amount_usd numeric(24, 12) CHECK (amount_usd >= 0),
        state varchar(10) NOT NULL DEFAULT 'held' CHECK (state IN ('held', 'expired', 'settled', 'released')),
        settled_usd numeric(24, 12) CHECK (settled_usd >= 0),
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, id)
      );
      CREATE INDEX budget_reservations_held ON generation.budget_reservations (expires_at) WHERE state = 'held';
      CREATE INDEX budget_reservations_run ON generation.budget_reservations (company_id, run_id)`);
  await protectTenantTable(queryRunner, 'generation.budget_reservations', { tenant: ['SELECT', 'INSERT', 'UPDATE'] });
  await queryRunner.query(`
      CREATE TABLE generation.budget_holds (
        company_id uuid NOT NULL,
        reservation_id uuid NOT NULL,
        budget_id uuid NOT NULL,
        starts_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, reservation_id, budget_id),
        FOREIGN KEY (company_id, reservation_id) REFERENCES generation.budget_reservations (company_id, id) ON DELETE CASCADE,
        FOREIGN KEY (company_id, budget_id, starts_at) REFERENCES generation.budget_periods (company_id, budget_id, starts_at) ON DELETE CASCADE
      )`);
  await protectTenantTable(queryRunner, 'generation.budget_holds', { tenant: ['SELECT', 'INSERT'] });
}
