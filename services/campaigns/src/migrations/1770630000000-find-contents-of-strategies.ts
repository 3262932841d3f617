import { createReadFunction, type MigrationInterface, type QueryRunner } from '@smartcontent/database';

const NAMED = `SELECT e.content_id, max(e.scheduled_date) AS latest FROM campaigns.calendar_events e
  WHERE e.company_id = tenant_company AND e.strategy_id = wanted_id AND e.content_id IS NOT NULL GROUP BY e.content_id`;

/** The contents that a strategy's events name, those planned latest first, and how many others there are. */
export class FindContentsOfStrategies1770630000000 implements MigrationInterface {
  name = 'FindContentsOfStrategies1770630000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await createReadFunction(queryRunner, {
      name: 'campaigns.contents_of_strategy',
      parameters: 'wanted_id uuid, most integer',
      returns: 'TABLE (content_ids uuid[], left_out bigint)',
      query: `WITH named AS MATERIALIZED (${NAMED})
        SELECT (SELECT coalesce(array_agg(content_id), '{}') FROM (SELECT content_id FROM named ORDER BY latest DESC, content_id LIMIT most) AS latest_ones),
               (SELECT greatest(count(*) - most, 0) FROM named)
          FROM campaigns.strategies s WHERE s.company_id = tenant_company AND s.id = wanted_id`,
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION campaigns.contents_of_strategy');
  }
}
