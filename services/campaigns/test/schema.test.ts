import { type MigrateCommand, runMigrations } from '@smartcontent/database';
import { useStack } from '@smartcontent/testing';
import { DataSource } from 'typeorm';
import { expect, test } from 'vitest';
import { CampaignContentEntity } from '../src/attachments/campaign-content.entity.js';
import { CampaignPostEntity } from '../src/attachments/campaign-post.entity.js';
import { BookingEntity } from '../src/bookings/booking.entity.js';
import { CalendarEventEntity } from '../src/calendar/calendar-event.entity.js';
import { CampaignEntity } from '../src/campaigns/campaign.entity.js';
import { migrations } from '../src/migrations/index.js';
import { StrategyEntity } from '../src/strategies/strategy.entity.js';

const stack = useStack({ services: ['campaigns'] });

const entities = [CampaignEntity, BookingEntity, CampaignContentEntity, CampaignPostEntity, StrategyEntity, CalendarEventEntity];

const run = (command: MigrateCommand) =>
  runMigrations({
    adminUrl: stack.postgresUrl,
    services: [{ name: 'campaigns', migrations }],
    passwords: stack.addresses.passwords,
    command,
  });

/** What TypeORM would do to the tables of the entities to make them those of the entities. It knows no policies, grants and orders of indexes. */
async function difference(): Promise<string[]> {
  const dataSource = await new DataSource({ type: 'postgres', url: stack.postgresUrl, schema: 'campaigns', entities }).initialize();
  try {
    return (await dataSource.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);
  } finally {
    await dataSource.destroy();
  }
}

test('entities and migrations agree, down to keys, indexes and checks', async () => {
  expect(await difference()).toEqual([]);
  await stack.query('ALTER TABLE campaigns.campaigns ALTER COLUMN time_zone TYPE varchar(60)');
  await stack.query('DROP INDEX campaigns.campaigns_ending');
  await stack.query('ALTER TABLE campaigns.campaigns DROP CONSTRAINT campaigns_in_order');
  await stack.query('ALTER TABLE campaigns.bookings ALTER COLUMN amount_usd TYPE numeric(20,2)');
  await stack.query('DROP INDEX campaigns.bookings_refunds');
  await stack.query('ALTER TABLE campaigns.bookings DROP CONSTRAINT bookings_campaign');
  await stack.query('ALTER TABLE campaigns.campaign_contents ALTER COLUMN told_at DROP NOT NULL');
  await stack.query('DROP INDEX campaigns.campaign_posts_contents');
  const queries = (await difference()).join('\n');
  const ofCampaigns = ['"time_zone"', 'campaigns_ending', 'campaigns_in_order'];
  const ofOthers = ['"amount_usd"', 'bookings_refunds', 'bookings_campaign', '"told_at"', 'campaign_posts_contents'];
  for (const part of [...ofCampaigns, ...ofOthers]) expect(queries).toContain(part);
});

test('every migration can be undone and done again', async () => {
  for (const _ of migrations) await run('down');
  const left = await stack.query(`
    SELECT relname AS name FROM pg_class WHERE relnamespace = 'campaigns'::regnamespace AND relkind IN ('r', 'p')
      AND relname NOT IN ('migrations', 'ddl_log')
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'campaigns'::regnamespace AND proname <> 'log_ddl'`);
  expect(left).toEqual([]);
  const [result] = await run('up');
  expect(result?.pending).toEqual([]);
});
