import { createReadFunction, type MigrationInterface, type QueryRunner } from '@smartcontent/database';

const OF_CAMPAIGN = 'company_id = tenant_company AND campaign_id = wanted_id';
const factsOf = (posts: string) => `
  SELECT c.id, c.name, c.status, c.budget_allocated, c.budget_spent, c.budget_allocated - c.budget_spent,
         (SELECT coalesce(jsonb_object_agg(status, contents), '{}')
            FROM (SELECT status, count(*) AS contents FROM campaigns.campaign_contents WHERE ${OF_CAMPAIGN} GROUP BY status) AS counted),
         (SELECT coalesce(jsonb_agg(counted), '[]')
            FROM (SELECT platform, status, count(*) AS posts FROM campaigns.campaign_posts WHERE ${OF_CAMPAIGN}
                   GROUP BY platform, status ORDER BY 1, 2) AS counted),
         b.drafts_cost, b.unpriced_calls,
         ARRAY(SELECT content_id FROM campaigns.campaign_contents WHERE ${OF_CAMPAIGN}
               UNION SELECT content_id FROM campaigns.campaign_posts WHERE ${OF_CAMPAIGN}${posts})
    FROM campaigns.campaigns c, LATERAL (
      SELECT coalesce(sum(greatest(amount_usd - refunded_usd, 0)), 0)::numeric(24,12) AS drafts_cost,
             coalesce(sum(unpriced_calls), 0)::integer AS unpriced_calls
        FROM campaigns.bookings WHERE ${OF_CAMPAIGN} AND source = 'drafts') AS b
   WHERE c.company_id = tenant_company AND c.id = wanted_id`;

/** A campaign has brought nothing by a post that has not left. */
export class ReportWhatWasPublished1770640000400 implements MigrationInterface {
  name = 'ReportWhatWasPublished1770640000400';

  async up(queryRunner: QueryRunner): Promise<void> {
    await replace(queryRunner, factsOf(` AND status = 'published'`));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await replace(queryRunner, factsOf(''));
  }
}

async function replace(queryRunner: QueryRunner, query: string): Promise<void> {
  await queryRunner.query('DROP FUNCTION campaigns.report_campaign');
  await createReadFunction(queryRunner, {
    name: 'campaigns.report_campaign',
    parameters: 'wanted_id uuid',
    returns: `TABLE (id uuid, name varchar, status varchar, budget_allocated numeric, budget_spent numeric, budget_left numeric, contents jsonb,
      posts jsonb, drafts_cost numeric, unpriced_calls integer, content_ids uuid[])`,
    query,
  });
}
