import { createReadFunction, type MigrationInterface, protectTenantTable, type QueryRunner } from '@smartcontent/database';

/** The key ends in the order of the timeline, so that it also finds each page of it. */
const TABLE = `
  CREATE TABLE analytics.content_activity (
    place bigint GENERATED ALWAYS AS IDENTITY,
    company_id uuid NOT NULL,
    content_id uuid NOT NULL,
    event_id uuid NOT NULL,
    type varchar(64) NOT NULL,
    aggregate_id uuid NOT NULL,
    aggregate_version bigint NOT NULL,
    actor text NOT NULL,
    occurred_at timestamptz NOT NULL,
    details jsonb NOT NULL,
    CONSTRAINT content_activity_pk PRIMARY KEY (company_id, content_id, occurred_at, place)
  );
  -- No unique index on event_id, on purpose: that an event is applied once is the inbox's promise, and a row too many would show
  -- that it was broken where an index would hide it.
  CREATE INDEX content_activity_day ON analytics.content_activity (company_id, occurred_at, type);
`;

const LINE = 'event_id, type, occurred_at, actor, aggregate_id, aggregate_version, details, place';
const LINE_TYPES = `event_id uuid, type varchar, occurred_at timestamptz, actor text, aggregate_id uuid, aggregate_version bigint,
  details jsonb, place bigint`;

export class CreateContentActivity1767600000001 implements MigrationInterface {
  name = 'CreateContentActivity1767600000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLE);
    await protectTenantTable(queryRunner, 'analytics.content_activity', { tenant: ['SELECT', 'INSERT'], system: ['SELECT', 'DELETE'] });
    await createReadFunction(queryRunner, {
      name: 'analytics.list_activity',
      parameters: 'wanted_content_id uuid, before_occurred_at timestamptz, before_place bigint, page_size integer',
      returns: `TABLE (${LINE_TYPES})`,
      query: `SELECT ${LINE} FROM analytics.content_activity
        WHERE company_id = tenant_company AND content_id = wanted_content_id
          AND (occurred_at, place) < (coalesce(before_occurred_at, 'infinity'), coalesce(before_place, 0))
        ORDER BY occurred_at DESC, place DESC LIMIT page_size`,
    });
    await createReadFunction(queryRunner, {
      name: 'analytics.count_activity',
      parameters: 'range_from timestamptz, range_to timestamptz, zone text',
      returns: 'TABLE (day text, type varchar, events bigint)',
      query: `SELECT to_char(occurred_at AT TIME ZONE zone, 'YYYY-MM-DD') AS day, type, count(*) AS events FROM analytics.content_activity
        WHERE company_id = tenant_company AND occurred_at >= range_from AND occurred_at < range_to
        GROUP BY 1, 2 ORDER BY 1, 2`,
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION analytics.count_activity, analytics.list_activity');
    await queryRunner.query('DROP TABLE analytics.content_activity');
  }
}
