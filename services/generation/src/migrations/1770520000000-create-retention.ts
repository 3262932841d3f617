import { type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

/** What stays of history, usage and figures when their rows have had their time, and how far that has come for each company. */
export class CreateRetention1770520000000 implements MigrationInterface {
  name = 'CreateRetention1770520000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await createArchive(queryRunner);
    await createUsageSummaries(queryRunner);
    await createMetricSummaries(queryRunner);
    await createHorizons(queryRunner);
    await queryRunner.query(`CREATE INDEX performance_metrics_age ON generation.performance_metrics (measured_at)`);
    await queryRunner.query(DROP_FUNCTION);
  }

  /** What is rolled up is not put back: there is nothing to make single rows of. What is archived is. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $body$
      DECLARE written text := (SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
        WHERE attrelid = 'generation.content_history'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '');
      BEGIN
        EXECUTE format('INSERT INTO generation.content_history (%1$s) SELECT %1$s FROM generation.content_history_archive', written);
      END $body$;
      DROP FUNCTION generation.drop_usage_partition;
      DROP INDEX generation.performance_metrics_age;
      DROP TABLE generation.usage_horizons, generation.performance_metrics_daily, generation.api_usage_daily, generation.content_history_archive`);
  }
}

const READ_ONLY = { tenant: ['SELECT'] } as const;

async function createArchive(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
      CREATE TABLE generation.content_history_archive (
        LIKE generation.content_history INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED,
        archived_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (company_id, id),
        FOREIGN KEY (company_id, id) REFERENCES generation.content_history_keys (company_id, content_id)
      );
      CREATE INDEX content_history_archive_created_at ON generation.content_history_archive (company_id, created_at DESC)`);
  await protectTenantTable(queryRunner, 'generation.content_history_archive', READ_ONLY);
}

/** Tokens are those that were told. Costs are of the calls whose whole cost is known, null where there is none; `unpriced_calls` counts the others. */
async function createUsageSummaries(queryRunner: QueryRunner): Promise<void> {
  const tokens = (type: string) => `${type}_tokens bigint NOT NULL CHECK (${type}_tokens >= 0)`;
  const cost = (type: string) => `${type}_cost_usd numeric(30, 12) CHECK ((${type}_cost_usd IS NULL) = (calls = unpriced_calls))`;
  const types = ['input', 'output', 'cache_read', 'cache_write', 'reasoning'];
  await queryRunner.query(`
      CREATE TABLE generation.api_usage_daily (
        company_id uuid NOT NULL,
        day date NOT NULL,
        model varchar(100) NOT NULL,
        endpoint varchar(100) NOT NULL,
        price_version uuid,
        content_type varchar(20),
        run_day date,
        user_id uuid,
        api_key_hash varchar(64),
        success boolean NOT NULL,
        calls bigint NOT NULL CHECK (calls > 0),
        runs bigint NOT NULL CHECK (runs BETWEEN 0 AND calls),
        untold_calls bigint NOT NULL CHECK (untold_calls BETWEEN 0 AND calls),
        unpriced_calls bigint NOT NULL CHECK (unpriced_calls BETWEEN 0 AND calls),
        ${types.map(tokens).join(',\n        ')},
        total_tokens bigint NOT NULL GENERATED ALWAYS AS (input_tokens + output_tokens + cache_read_tokens + cache_write_tokens) STORED,
        ${types.map(cost).join(',\n        ')},
        estimated_cost_usd numeric(30, 12) GENERATED ALWAYS AS (${types.map((type) => `${type}_cost_usd`).join(' + ')}) STORED,
        api_latency_ms bigint NOT NULL,
        total_request_time_ms bigint NOT NULL,
        last_called_at timestamptz NOT NULL,
        CONSTRAINT api_usage_daily_key UNIQUE NULLS NOT DISTINCT
          (company_id, day, model, endpoint, price_version, content_type, run_day, user_id, api_key_hash, success)
      );
      COMMENT ON COLUMN generation.api_usage_daily.runs IS 'runs whose last call this is, so that each is counted once';
      COMMENT ON COLUMN generation.api_usage_daily.run_day IS 'on which the run was asked for';
      CREATE INDEX api_usage_daily_age ON generation.api_usage_daily (day)`);
  await protectTenantTable(queryRunner, 'generation.api_usage_daily', READ_ONLY);
}

/** A figure that is yes or no counts as one or nothing. */
async function createMetricSummaries(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
      CREATE TABLE generation.performance_metrics_daily (
        company_id uuid NOT NULL,
        day date NOT NULL,
        content_type varchar(20),
        cache_hit boolean NOT NULL,
        metric varchar(50) NOT NULL,
        count bigint NOT NULL CHECK (count > 0),
        sum numeric NOT NULL,
        min numeric NOT NULL,
        max numeric NOT NULL CHECK (max >= min),
        CONSTRAINT performance_metrics_daily_key UNIQUE NULLS NOT DISTINCT (company_id, metric, day, content_type, cache_hit)
      );
      CREATE INDEX performance_metrics_daily_age ON generation.performance_metrics_daily (day)`);
  await protectTenantTable(queryRunner, 'generation.performance_metrics_daily', READ_ONLY);
}

/** Before it a company's rows of that table are not all there any more: rolled up into days, or, of a table of days, gone. It only moves forward. */
async function createHorizons(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
      CREATE TABLE generation.usage_horizons (
        company_id uuid NOT NULL,
        table_name varchar(50) NOT NULL
          CHECK (table_name IN ('api_usage', 'api_usage_daily', 'performance_metrics', 'performance_metrics_daily')),
        day date NOT NULL,
        PRIMARY KEY (company_id, table_name)
      )`);
  await protectTenantTable(queryRunner, 'generation.usage_horizons', READ_ONLY);
}

/**
 * Drops one partition that ends before the time of its table and holds no row any more, with the owner's rights, and says which. It gives up sooner
 * than Postgres looks for deadlocks: a request must not be the one that is chosen.
 */
const DROP_FUNCTION = `
    CREATE FUNCTION generation.drop_usage_partition(history_before timestamptz, usage_before timestamptz) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = generation, pg_temp SET timezone = 'UTC' SET lock_timeout = '500ms' AS $body$
    DECLARE
      parent text;
      partition text;
      is_needed boolean;
    BEGIN
      FOR parent, partition IN
        SELECT p.relname, c.relname FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid JOIN pg_class p ON p.oid = inhparent
        WHERE p.oid IN (to_regclass('generation.content_history'), to_regclass('generation.api_usage'))
          AND substring(pg_get_expr(c.relpartbound, c.oid) FROM $$TO \\('([^']+)'\\)$$)::timestamptz
            <= CASE p.relname WHEN 'content_history' THEN history_before ELSE usage_before END
        ORDER BY c.relname
      LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM generation.%I)', partition) INTO is_needed;
        CONTINUE WHEN is_needed;
        EXECUTE format('LOCK TABLE generation.%I IN ACCESS EXCLUSIVE MODE', parent);
        EXECUTE format('SELECT EXISTS (SELECT FROM generation.%I)', partition) INTO is_needed;
        CONTINUE WHEN is_needed;
        EXECUTE format('DROP TABLE generation.%I', partition);
        RETURN partition;
      END LOOP;
      RETURN NULL;
    END $body$;
    REVOKE EXECUTE ON FUNCTION generation.drop_usage_partition FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION generation.drop_usage_partition TO generation_system`;
