import { type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

/** What runs leave: content_history by month, api_usage by week, performance_metrics, and the slim table that keeps their ids unique. */
export class CreateUsage1770100000000 implements MigrationInterface {
  name = 'CreateUsage1770100000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await createHistory(queryRunner);
    await createApiUsage(queryRunner);
    await createPerformanceMetrics(queryRunner);
    await queryRunner.query(PARTITION_FUNCTION);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION generation.ensure_usage_partitions');
    await queryRunner.query(
      'DROP TABLE generation.performance_metrics, generation.api_usage, generation.content_history, generation.content_history_keys',
    );
  }
}

const TOKENS = `
        input_tokens bigint NOT NULL DEFAULT 0 CHECK (input_tokens >= 0),
        output_tokens bigint NOT NULL DEFAULT 0 CHECK (output_tokens >= 0),
        cache_read_tokens bigint NOT NULL DEFAULT 0 CHECK (cache_read_tokens >= 0),
        cache_write_tokens bigint NOT NULL DEFAULT 0 CHECK (cache_write_tokens >= 0),
        reasoning_tokens bigint NOT NULL DEFAULT 0 CHECK (reasoning_tokens BETWEEN 0 AND output_tokens)`;
const ALL_TOKENS = 'input_tokens + output_tokens + cache_read_tokens + cache_write_tokens';

async function createHistory(queryRunner: QueryRunner): Promise<void> {
  // A unique key of a partitioned table has to hold its time; what must be unique beyond that stands here, and is what others refer to.
  await queryRunner.query(`
      CREATE TABLE generation.content_history_keys (
        company_id uuid NOT NULL,
        content_id uuid NOT NULL,
        request_id varchar(50) NOT NULL UNIQUE,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, content_id)
      )`);
  await protectTenantTable(queryRunner, 'generation.content_history_keys', { tenant: ['SELECT', 'INSERT'] });
  await queryRunner.query(`
      CREATE TABLE generation.content_history (
        id uuid NOT NULL,
        company_id uuid NOT NULL,
        request_id varchar(50) NOT NULL,
        content_type varchar(20) NOT NULL CHECK (content_type IN ('blog', 'social', 'amazon', 'competitor', 'other')),
        agent_name varchar(50) NOT NULL,
        prompt text NOT NULL,
        parameters jsonb,
        metadata jsonb,
        content text NOT NULL,
        content_format varchar(20) DEFAULT 'markdown',
        model varchar(100) NOT NULL,${TOKENS},
        tokens_used bigint NOT NULL GENERATED ALWAYS AS (${ALL_TOKENS}) STORED,
        generation_time_ms integer NOT NULL CHECK (generation_time_ms >= 0),
        status varchar(20) NOT NULL DEFAULT 'success' CHECK (status IN ('success', 'partial', 'failed', 'pending')),
        error_message text,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        user_id uuid,
        campaign_id uuid,
        PRIMARY KEY (company_id, id, created_at),
        FOREIGN KEY (company_id, id) REFERENCES generation.content_history_keys (company_id, content_id)
      ) PARTITION BY RANGE (created_at)`);
  await queryRunner.query(`
      CREATE TABLE generation.content_history_default PARTITION OF generation.content_history DEFAULT;
      CREATE INDEX content_history_created_at ON generation.content_history (company_id, created_at DESC);
      CREATE INDEX content_history_type_date ON generation.content_history (company_id, content_type, created_at DESC);
      CREATE INDEX content_history_user_id ON generation.content_history (company_id, user_id) WHERE user_id IS NOT NULL;
      CREATE INDEX content_history_campaign_id ON generation.content_history (company_id, campaign_id) WHERE campaign_id IS NOT NULL;
      CREATE INDEX content_history_status ON generation.content_history (company_id, status) WHERE status <> 'success'`);
  await protectTenantTable(queryRunner, 'generation.content_history', { tenant: ['SELECT', 'INSERT', 'UPDATE'] });
}

/** A cost is kept per type with the price that made it; the estimate is their sum, and nothing where one of them is not known. */
async function createApiUsage(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
      CREATE TABLE generation.api_usage (
        id uuid NOT NULL,
        company_id uuid NOT NULL,
        request_id varchar(50) NOT NULL,
        content_id uuid,
        endpoint varchar(100) NOT NULL,
        method varchar(10) NOT NULL,
        model varchar(100) NOT NULL,${TOKENS},
        total_tokens bigint NOT NULL GENERATED ALWAYS AS (${ALL_TOKENS}) STORED,
        is_usage_told boolean NOT NULL,
        price_version uuid,
        input_cost_usd numeric(18, 12),
        output_cost_usd numeric(18, 12),
        cache_read_cost_usd numeric(18, 12),
        cache_write_cost_usd numeric(18, 12),
        reasoning_cost_usd numeric(18, 12),
        estimated_cost_usd numeric(18, 12) GENERATED ALWAYS AS
          (input_cost_usd + output_cost_usd + cache_read_cost_usd + cache_write_cost_usd + reasoning_cost_usd) STORED,
        api_latency_ms integer NOT NULL CHECK (api_latency_ms >= 0),
        total_request_time_ms integer NOT NULL CHECK (total_request_time_ms >= 0),
        status_code integer CHECK (status_code >= 100 AND status_code < 600),
        success boolean NOT NULL DEFAULT true,
        error_type varchar(50),
        error_message text,
        called_at timestamptz NOT NULL DEFAULT now(),
        user_id uuid,
        api_key_hash varchar(64),
        PRIMARY KEY (company_id, id, called_at),
        FOREIGN KEY (company_id, content_id) REFERENCES generation.content_history_keys (company_id, content_id)
          ON DELETE SET NULL (content_id)
      ) PARTITION BY RANGE (called_at)`);
  await queryRunner.query(`
      CREATE TABLE generation.api_usage_default PARTITION OF generation.api_usage DEFAULT;
      CREATE INDEX api_usage_request_id ON generation.api_usage (company_id, request_id);
      CREATE INDEX api_usage_content_id ON generation.api_usage (company_id, content_id) WHERE content_id IS NOT NULL;
      CREATE INDEX api_usage_called_at ON generation.api_usage (company_id, called_at DESC);
      CREATE INDEX api_usage_model_date ON generation.api_usage (company_id, model, called_at DESC);
      CREATE INDEX api_usage_errors ON generation.api_usage (company_id, error_type) WHERE NOT success;
      CREATE INDEX api_usage_user_date ON generation.api_usage (company_id, user_id, called_at DESC) WHERE user_id IS NOT NULL;
      CREATE INDEX api_usage_apikey_date ON generation.api_usage (company_id, api_key_hash, called_at DESC) WHERE api_key_hash IS NOT NULL`);
  await protectTenantTable(queryRunner, 'generation.api_usage', { tenant: ['SELECT', 'INSERT'] });
}

async function createPerformanceMetrics(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
      CREATE TABLE generation.performance_metrics (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL,
        request_id varchar(50) NOT NULL,
        content_id uuid,
        total_duration_ms integer NOT NULL CHECK (total_duration_ms >= 0),
        prompt_preparation_ms integer,
        api_call_ms integer NOT NULL CHECK (api_call_ms >= 0),
        response_processing_ms integer,
        file_save_ms integer,
        memory_usage_mb numeric(10, 2),
        cpu_percent numeric(5, 2),
        content_length_chars integer CHECK (content_length_chars >= 0),
        content_length_words integer CHECK (content_length_words >= 0),
        validation_passed boolean NOT NULL DEFAULT true,
        validation_errors jsonb,
        cache_hit boolean NOT NULL DEFAULT false,
        cache_key varchar(255),
        retry_count integer NOT NULL DEFAULT 0 CHECK (retry_count >= 0),
        retry_reasons jsonb,
        measured_at timestamptz NOT NULL DEFAULT now(),
        FOREIGN KEY (company_id, content_id) REFERENCES generation.content_history_keys (company_id, content_id)
          ON DELETE SET NULL (content_id)
      )`);
  await queryRunner.query(`
      CREATE INDEX performance_metrics_content_id ON generation.performance_metrics (company_id, content_id) WHERE content_id IS NOT NULL;
      CREATE INDEX performance_metrics_measured_at ON generation.performance_metrics (company_id, measured_at DESC);
      CREATE INDEX performance_metrics_duration ON generation.performance_metrics (company_id, total_duration_ms);
      CREATE INDEX performance_metrics_slow_requests ON generation.performance_metrics (company_id, api_call_ms DESC) WHERE api_call_ms > 5000;
      CREATE INDEX performance_metrics_cache ON generation.performance_metrics (company_id, cache_hit, measured_at DESC);
      CREATE INDEX performance_metrics_validation ON generation.performance_metrics (company_id, measured_at) WHERE NOT validation_passed`);
  await protectTenantTable(queryRunner, 'generation.performance_metrics', { tenant: ['SELECT', 'INSERT'] });
}

/**
 * Months and weeks of UTC, this one and those ahead, made with the owner's rights: a running service may not change tables. Rows that came
 * before their partition stand in the default one and move. It gives up after two seconds rather than queue everybody behind a long transaction.
 */
const PARTITION_FUNCTION = `
    CREATE FUNCTION generation.ensure_usage_partitions(ahead integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = generation, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $body$
    DECLARE
      parent text;
      time_column text;
      unit text;
      written text;
      begins date;
      ends date;
      partition text;
    BEGIN
      PERFORM pg_advisory_xact_lock(hashtext('generation usage partitions'));
      FOR parent, time_column, unit IN VALUES ('content_history', 'created_at', 'month'), ('api_usage', 'called_at', 'week') LOOP
        SELECT string_agg(quote_ident(attname), ', ') INTO written FROM pg_attribute
          WHERE attrelid = to_regclass('generation.' || parent) AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
        FOR step IN 0..ahead LOOP
          begins := date_trunc(unit, current_date::timestamp) + step * ('1 ' || unit)::interval;
          ends := begins + ('1 ' || unit)::interval;
          partition := parent || CASE unit WHEN 'month' THEN to_char(begins, '_YYYY_MM') ELSE to_char(begins, '_IYYY_"w"IW') END;
          CONTINUE WHEN to_regclass('generation.' || partition) IS NOT NULL;
          EXECUTE format('CREATE TABLE generation.%I (LIKE generation.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED)', partition, parent);
          EXECUTE format(
            'WITH moved AS (DELETE FROM generation.%1$I WHERE %2$I >= %3$L AND %2$I < %4$L RETURNING %5$s) INSERT INTO generation.%6$I (%5$s) SELECT * FROM moved',
            parent || '_default', time_column, begins, ends, written, partition);
          EXECUTE format('ALTER TABLE generation.%I ATTACH PARTITION generation.%I FOR VALUES FROM (%L) TO (%L)', parent, partition, begins, ends);
        END LOOP;
      END LOOP;
    END $body$;
    REVOKE EXECUTE ON FUNCTION generation.ensure_usage_partitions FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION generation.ensure_usage_partitions TO generation_system;
    SELECT generation.ensure_usage_partitions(3)`;
