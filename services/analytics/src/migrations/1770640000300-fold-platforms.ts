import { createReadFunction, type MigrationInterface, type QueryRunner } from '@smartcontent/database';

const COUNTERS = ['impressions', 'views', 'likes', 'shares', 'comments', 'clicks'];
const COUNTS = COUNTERS.map((name) => `${name} bigint`).join(', ');
const SUMS = COUNTERS.map((name) => `sum(${name})::bigint AS ${name}`).join(', ');
const rate = (counts: string) =>
  `CASE WHEN impressions = 0 THEN 0 ELSE least(round((${counts})::numeric / impressions, 6), 999999.999999) END::float8`;
const FIGURES = `platform varchar, ${COUNTS}, engagement_rate float8, ctr float8, recorded_at timestamptz, counted_at timestamptz, version bigint`;

/** What was counted under rare names of platforms was left out of every sum: it is one row now. */
export class FoldPlatforms1770640000300 implements MigrationInterface {
  name = 'FoldPlatforms1770640000300';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION analytics.read_performance');
    await createReadFunction(queryRunner, {
      name: 'analytics.read_performance',
      parameters: 'wanted_ids uuid[], wanted_platform text, most integer, others varchar',
      returns: `TABLE (content_id uuid, ${FIGURES})`,
      query: `
        WITH ranked AS (
          SELECT *, row_number() OVER (PARTITION BY content_id ORDER BY ${COUNTERS.join(' + ')} DESC, platform) AS place,
            max(counted_at) OVER (PARTITION BY content_id) AS newest
          FROM analytics.performance_totals WHERE company_id = tenant_company AND content_id = ANY (wanted_ids)
            AND (wanted_platform IS NULL OR platform = wanted_platform)
        ), folded AS (
          SELECT content_id, CASE WHEN place <= most THEN platform ELSE others END AS platform, min(place) AS place, ${SUMS},
            max(recorded_at) AS recorded_at, max(counted_at) AS counted_at, max(newest) AS newest
          FROM ranked GROUP BY 1, 2
        )
        SELECT content_id, platform, ${COUNTERS.join(', ')}, ${rate('likes + shares + comments + clicks')}, ${rate('clicks')}, recorded_at, counted_at,
          (extract(epoch FROM newest) * 1000)::bigint
        FROM folded ORDER BY content_id, place`,
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION analytics.read_performance');
    await createReadFunction(queryRunner, {
      name: 'analytics.read_performance',
      parameters: 'wanted_ids uuid[], most integer',
      returns: `TABLE (content_id uuid, ${FIGURES})`,
      query: `SELECT content_id, platform, ${COUNTERS.join(', ')}, engagement_rate::float8, ctr::float8, recorded_at, counted_at, (extract(epoch FROM counted_at) * 1000)::bigint
        FROM (SELECT *, row_number() OVER (PARTITION BY content_id ORDER BY ${COUNTERS.join(' + ')} DESC, platform) AS place
          FROM analytics.content_analytics WHERE company_id = tenant_company AND content_id = ANY (wanted_ids)) AS ranked
        WHERE place <= most ORDER BY content_id, place`,
    });
  }
}
