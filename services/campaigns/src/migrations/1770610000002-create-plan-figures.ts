import { createReadFunction, type MigrationInterface, type QueryRunner } from '@smartcontent/database';

const OF_STRATEGY = 'e.company_id = tenant_company AND e.strategy_id = wanted_id';
/** As the driver tells an instant. */
const AT = `to_char(e.scheduled_date AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
const place = (narrowed: string, order: string) => `(SELECT jsonb_build_object('id', e.id, 'title', e.title, 'scheduled_date', ${AT})
  FROM campaigns.calendar_events e WHERE ${OF_STRATEGY} ${narrowed} ORDER BY ${order} LIMIT 1)`;

/** The most frequent, and how many events have none of them. Sorted as bytes, which is the same everywhere. */
const tally = (column: string) => `(SELECT jsonb_build_object(
    'items', coalesce(jsonb_agg(jsonb_build_object('${column}', ${column}, 'events', events) ORDER BY events DESC, ${column} COLLATE "C")
      FILTER (WHERE place <= 100), '[]'),
    'others', coalesce(sum(events) FILTER (WHERE place > 100), 0))
  FROM (SELECT ${column}, sum(events) AS events, row_number() OVER (ORDER BY sum(events) DESC, ${column} COLLATE "C") AS place
          FROM counted GROUP BY ${column}) AS ${column}s)`;

const SUMMARY = `
  WITH counted AS MATERIALIZED (
    SELECT status, platform, content_type, date_trunc('month', scheduled_date, 'UTC') AS month, count(*) AS events
      FROM campaigns.calendar_events e WHERE ${OF_STRATEGY} GROUP BY 1, 2, 3, 4)
  SELECT s.name, (SELECT coalesce(sum(events), 0) FROM counted)::bigint AS total_events,
         (SELECT coalesce(jsonb_object_agg(status, events), '{}') FROM (SELECT status, sum(events) AS events FROM counted GROUP BY status) AS statuses),
         ${tally('platform')},
         ${tally('content_type')},
         (SELECT coalesce(jsonb_agg(jsonb_build_object('month', to_char(month AT TIME ZONE 'UTC', 'YYYY-MM'), 'events', events) ORDER BY month), '[]')
            FROM (SELECT month, sum(events) AS events FROM counted GROUP BY month) AS months),
         ${place('', 'e.scheduled_date, e.id')},
         ${place(`AND e.scheduled_date >= now() AND e.status <> 'cancelled'`, 'e.scheduled_date, e.id')},
         ${place('', 'e.scheduled_date DESC, e.id DESC')},
         (SELECT count(DISTINCT e.content_id) FROM campaigns.calendar_events e WHERE ${OF_STRATEGY})::bigint,
         s.created_at, s.updated_at
    FROM campaigns.strategies s WHERE s.company_id = tenant_company AND s.id = wanted_id`;

/** What a strategy's events come to, counted anew from its index each time: a sum that is kept could be wrong, and its writers would wait for each other. */
export class CreatePlanFigures1770610000002 implements MigrationInterface {
  name = 'CreatePlanFigures1770610000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    await createReadFunction(queryRunner, {
      name: 'campaigns.summarize_strategy',
      parameters: 'wanted_id uuid',
      returns: `TABLE (name varchar, total_events bigint, by_status jsonb, by_platform jsonb, by_content_type jsonb, by_month jsonb,
        first_event jsonb, next_event jsonb, last_event jsonb, contents bigint, created_at timestamptz, updated_at timestamptz)`,
      query: SUMMARY,
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION campaigns.summarize_strategy');
  }
}
