import { createReadFunction, type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

const COUNTERS = ['impressions', 'views', 'likes', 'shares', 'comments', 'clicks'];
const COUNTS = COUNTERS.map((name) => `${name} bigint NOT NULL DEFAULT 0 CHECK (${name} >= 0)`).join(',\n    ');
/** As many as the type holds: somebody may send a million clicks and one impression. */
const rate = (counts: string) =>
  `(CASE WHEN impressions = 0 THEN 0 ELSE least(round((${counts})::numeric / impressions, 6), 999999.999999) END)::numeric(12, 6)`;
const ENGAGEMENT_RATE = rate('likes + shares + comments + clicks');
const CTR = rate('clicks');

/** The totals, what they were by quarters of an hour, and how far the events are counted in them. */
const TABLES = `
  CREATE TABLE analytics.performance_place (
    id boolean NOT NULL DEFAULT true,
    place numeric(20) NOT NULL DEFAULT 0,
    CONSTRAINT performance_place_pkey PRIMARY KEY (id),
    CONSTRAINT performance_place_one CHECK (id)
  );
  INSERT INTO analytics.performance_place DEFAULT VALUES;
  GRANT SELECT, UPDATE ON analytics.performance_place TO analytics_system;

  CREATE TABLE analytics.performance_totals (
    company_id uuid NOT NULL,
    content_id uuid NOT NULL,
    platform varchar(50) NOT NULL,
    ${COUNTS},
    recorded_at timestamptz NOT NULL,
    counted_at timestamptz NOT NULL,
    CONSTRAINT performance_totals_pkey PRIMARY KEY (company_id, content_id, platform)
  );
  COMMENT ON COLUMN analytics.performance_totals.recorded_at IS 'The quarter of an hour whose row of content_performance has the same figures';

  CREATE TABLE analytics.content_performance (
    company_id uuid NOT NULL,
    content_id uuid NOT NULL,
    platform varchar(50) NOT NULL,
    ${COUNTS},
    engagement_rate numeric(12, 6) NOT NULL GENERATED ALWAYS AS (${ENGAGEMENT_RATE}) STORED,
    ctr numeric(12, 6) NOT NULL GENERATED ALWAYS AS (${CTR}) STORED,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT content_performance_pkey PRIMARY KEY (company_id, content_id, recorded_at, platform)
  ) PARTITION BY RANGE (recorded_at);
  COMMENT ON TABLE analytics.content_performance IS 'What had been counted by the end of each quarter of an hour that changed it: totals since the beginning';
  CREATE TABLE analytics.content_performance_default PARTITION OF analytics.content_performance DEFAULT;

  CREATE VIEW analytics.content_analytics WITH (security_invoker = true) AS
  SELECT company_id, content_id, platform, ${COUNTERS.join(', ')}, ${ENGAGEMENT_RATE} AS engagement_rate, ${CTR} AS ctr, recorded_at, counted_at
  FROM analytics.performance_totals;
  COMMENT ON VIEW analytics.content_analytics IS 'The latest totals; whoever asks needs the rights on them, and sees his company';
  GRANT SELECT ON analytics.content_analytics TO analytics, analytics_system;
`;

/** Months of UTC, this one and those ahead, and those that have had their time; by the owner, since a running service may not change tables. */
const PARTITIONS = `
  CREATE FUNCTION analytics.ensure_performance_partitions(ahead integer) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = analytics, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $body$
  DECLARE
    written text;
    begins date;
    ends date;
    partition text;
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('analytics performance partitions'));
    SELECT string_agg(quote_ident(attname), ', ') INTO written FROM pg_attribute
      WHERE attrelid = 'content_performance'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
    FOR step IN 0..ahead LOOP
      begins := date_trunc('month', current_date::timestamp) + step * interval '1 month';
      ends := begins + interval '1 month';
      partition := 'content_performance' || to_char(begins, '_YYYY_MM');
      CONTINUE WHEN to_regclass('analytics.' || partition) IS NOT NULL;
      EXECUTE format('CREATE TABLE analytics.%I (LIKE analytics.content_performance INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED)', partition);
      EXECUTE format(
        'WITH moved AS (DELETE FROM analytics.content_performance_default WHERE recorded_at >= %1$L AND recorded_at < %2$L RETURNING %3$s)
         INSERT INTO analytics.%4$I (%3$s) SELECT * FROM moved', begins, ends, written, partition);
      EXECUTE format('ALTER TABLE analytics.content_performance ATTACH PARTITION analytics.%I FOR VALUES FROM (%L) TO (%L)', partition, begins, ends);
    END LOOP;
  END $body$;

  CREATE FUNCTION analytics.drop_performance_partitions(kept_days integer) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = analytics, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $body$
  DECLARE
    partition text;
  BEGIN
    FOR partition IN SELECT inhrelid::regclass::text FROM pg_inherits
      WHERE inhparent = 'content_performance'::regclass AND inhrelid::regclass::text ~ '_[0-9]{4}_[0-9]{2}$'
    LOOP
      IF to_date(right(partition, 7), 'YYYY_MM') + interval '1 month' <= current_date - kept_days THEN
        EXECUTE format('DROP TABLE analytics.%I', partition);
      END IF;
    END LOOP;
    DELETE FROM content_performance_default WHERE recorded_at < current_date - kept_days;
  END $body$;

  REVOKE EXECUTE ON FUNCTION analytics.ensure_performance_partitions, analytics.drop_performance_partitions FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION analytics.ensure_performance_partitions, analytics.drop_performance_partitions TO analytics_system;
  SELECT analytics.ensure_performance_partitions(3);
`;

const RATES = 'engagement_rate::float8 AS engagement_rate, ctr::float8 AS ctr';
const FIGURE_TYPES = `platform varchar, ${COUNTERS.map((name) => `${name} bigint`).join(', ')}, engagement_rate float8, ctr float8, recorded_at timestamptz`;

export class CreatePerformance1770600000000 implements MigrationInterface {
  name = 'CreatePerformance1770600000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await protectTenantTable(queryRunner, 'analytics.performance_totals', { tenant: ['SELECT'], system: ['SELECT', 'INSERT', 'UPDATE'] });
    await protectTenantTable(queryRunner, 'analytics.content_performance', { tenant: ['SELECT'], system: ['SELECT', 'INSERT', 'UPDATE'] });
    await queryRunner.query(PARTITIONS);
    await createReadFunction(queryRunner, {
      name: 'analytics.read_performance',
      parameters: 'wanted_ids uuid[], most integer',
      returns: `TABLE (content_id uuid, ${FIGURE_TYPES}, counted_at timestamptz, version bigint)`,
      query: `SELECT content_id, platform, ${COUNTERS.join(', ')}, ${RATES}, recorded_at, counted_at, (extract(epoch FROM counted_at) * 1000)::bigint
        FROM (SELECT *, row_number() OVER (PARTITION BY content_id ORDER BY ${COUNTERS.join(' + ')} DESC, platform) AS place
          FROM analytics.content_analytics WHERE company_id = tenant_company AND content_id = ANY (wanted_ids)) AS ranked
        WHERE place <= most ORDER BY content_id, place`,
    });
    await createReadFunction(queryRunner, {
      name: 'analytics.list_performance',
      parameters: `wanted_content_id uuid, wanted_platform text, range_from timestamptz, range_to timestamptz,
        before_recorded_at timestamptz, before_platform text, page_size integer`,
      returns: `TABLE (${FIGURE_TYPES})`,
      query: `SELECT platform, ${COUNTERS.join(', ')}, ${RATES}, recorded_at FROM analytics.content_performance
        WHERE company_id = tenant_company AND content_id = wanted_content_id AND (wanted_platform IS NULL OR platform = wanted_platform)
          AND recorded_at >= coalesce(range_from, '-infinity') AND recorded_at < coalesce(range_to, 'infinity')
          AND (recorded_at, platform) < (coalesce(before_recorded_at, 'infinity'), coalesce(before_platform, ''))
        ORDER BY recorded_at DESC, platform DESC LIMIT page_size`,
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION analytics.list_performance, analytics.read_performance;
      DROP FUNCTION analytics.ensure_performance_partitions, analytics.drop_performance_partitions;
      DROP VIEW analytics.content_analytics;
      DROP TABLE analytics.content_performance, analytics.performance_totals, analytics.performance_place`);
  }
}
