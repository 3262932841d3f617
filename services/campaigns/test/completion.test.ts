import {
  CreateCampaign,
  DeleteCampaign,
  GetCampaign,
  ListCampaigns,
  MoveCampaignPosts,
  PauseCampaign,
  ReportCampaign,
  StartCampaign,
  SumPerformance,
  UpdateCampaign,
} from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { type Caller, eventually } from '@smartcontent/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { LifecycleService } from '../src/lifecycle/lifecycle.service.js';
import { useCampaigns } from './use-campaigns.js';

const campaigns = useCampaigns();
const { stack } = campaigns;

async function started(a: Caller, name = 'Spring') {
  const { id: campaign_id } = await a.call(CreateCampaign, { name });
  await a.call(StartCampaign, { campaign_id });
  return campaign_id;
}
const statusOf = async (a: Caller, campaign_id: string) => (await a.call(GetCampaign, { campaign_id })).status;
const end = (a: Caller, campaign_id: string) => a.call(UpdateCampaign, { campaign_id, end_date: '2026-01-31' });

/** Somebody hears what is asked, and says nothing. */
function silence(subject: string, owner: string): Disposable {
  const hearing = [subject, `cancel.${owner}`].map((heard) => stack.nats.subscribe(heard, { callback: () => undefined }));
  return {
    [Symbol.dispose]: () => {
      for (const subscription of hearing) subscription.unsubscribe();
    },
  };
}

describe('the end of a campaign', () => {
  it('is the one that it has when it is completed, whatever it was when somebody looked', async () => {
    const a = stack.caller();
    const campaign_id = await started(a);
    await a.call(UpdateCampaign, { campaign_id, end_date: '2099-01-01' });
    const before = await a.call(GetCampaign, { campaign_id });
    await campaigns.service.get(LifecycleService).completeAtEnd(campaign_id, await a.context());
    expect(await a.call(GetCampaign, { campaign_id })).toEqual(before);
  });

  it('comes to many at once, also while scheduling hears and does not answer', async () => {
    const a = stack.caller();
    const ids = await Promise.all(Array.from({ length: 6 }, () => started(a)));
    campaigns.scheduling.leave();
    using _silent = silence(MoveCampaignPosts.subject, 'scheduling');
    try {
      for (const id of ids) await end(a, id);
      for (const id of ids) await eventually(async () => expect(await statusOf(a, id)).toBe('completed'), { timeoutMs: 10_000 });
    } finally {
      campaigns.scheduling.come();
    }
  });

  describe('of one that cannot be completed', () => {
    afterEach(() => stack.query('DROP FUNCTION campaigns.stick CASCADE'));

    it('keeps none of the others from theirs, however many there are', async () => {
      const a = stack.caller();
      await stack.query(`
        CREATE FUNCTION campaigns.stick() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'it sticks'; END $$;
        CREATE TRIGGER stick BEFORE UPDATE ON campaigns.campaigns FOR EACH ROW WHEN (NEW.name = 'Stuck' AND NEW.status = 'completed')
          EXECUTE FUNCTION campaigns.stick()`);
      await stack.query(
        `INSERT INTO campaigns.campaigns (company_id, id, user_id, name, status, start_date, end_date, ends_at)
         SELECT $1, uuidv7(), $1, 'Stuck', 'active', '2020-01-01', '2020-01-02', '2020-01-03' FROM generate_series(1, 60)`,
        [a.companyId],
      );
      const campaign_id = await started(a);
      await end(a, campaign_id);
      await eventually(async () => expect(await statusOf(a, campaign_id)).toBe('completed'), { timeoutMs: 10_000 });
    });
  });
});

describe('who hears and does not answer', () => {
  it('leaves a step without the counts of its posts, in time for the caller', async () => {
    const a = stack.caller();
    const campaign_id = await started(a);
    campaigns.scheduling.leave();
    using _silent = silence(MoveCampaignPosts.subject, 'scheduling');
    try {
      const paused = await a.call(PauseCampaign, { campaign_id }, { deadlineMs: Date.now() + 1_500 });
      expect(paused).toMatchObject({ status: 'paused', posts: null });
    } finally {
      campaigns.scheduling.come();
    }
  });

  it('leaves a report without engagement, in time for the caller', async () => {
    const a = stack.caller();
    const { id: campaign_id } = await a.call(CreateCampaign, { name: 'Spring' });
    await attach(a, campaign_id);
    using _silent = silence(SumPerformance.subject, 'analytics');
    const report = await a.call(ReportCampaign, { campaign_id }, { deadlineMs: Date.now() + 1_500 });
    expect(report).toMatchObject({ contents: { total: 1 }, engagement: null });
  });
});

const attach = (a: Caller, campaign_id: string) =>
  stack.query(
    `INSERT INTO campaigns.campaign_contents (company_id, content_id, campaign_id, status, told_at) VALUES ($1, $2, $3, 'draft', now())`,
    [a.companyId, newId(), campaign_id],
  );

it('a campaign that is deleted leaves nothing that followed it', async () => {
  const a = stack.caller();
  const { id: campaign_id } = await a.call(CreateCampaign, { name: 'Spring' });
  await attach(a, campaign_id);
  await a.call(DeleteCampaign, { campaign_id });
  expect(await stack.query('SELECT 1 FROM campaigns.campaign_contents WHERE campaign_id = $1', [campaign_id])).toEqual([]);
});

describe('the days of a campaign', () => {
  it('end at midnight of its zone, whichever of those that may be named', async () => {
    const a = stack.caller();
    for (const time_zone of [
      ...Intl.supportedValuesOf('timeZone'),
      'UTC',
      'gmt',
      'Asia/Kolkata',
      'US/Pacific',
      'Etc/GMT+5',
      'europe/berlin',
    ]) {
      const { ends_at } = await a.call(CreateCampaign, { name: 'Spring', end_date: '2026-07-14', time_zone });
      const there = new Intl.DateTimeFormat('sv', { timeZone: time_zone, dateStyle: 'short', timeStyle: 'medium' });
      expect(`${time_zone} ${there.format(new Date(ends_at ?? ''))}`).toBe(`${time_zone} 2026-07-15 00:00:00`);
    }
  });

  it.each(['IST', 'EST', 'AET', 'BST', 'PST', 'CET', 'EST5EDT', 'America', 'Mars/Olympus'])('know no zone %s', async (time_zone) => {
    const refused = stack.caller().call(CreateCampaign, { name: 'Spring', end_date: '2026-07-14', time_zone });
    await expect(refused).rejects.toMatchObject({ code: 'PLATFORM_INPUT_INVALID', data: { errors: [{ path: 'time_zone' }] } });
  });

  it('lie between 1970 and 2199', async () => {
    const a = stack.caller();
    for (const end_date of ['9999-12-31', '2200-01-01', '1969-12-31', '0000-01-01'])
      await expect(a.call(CreateCampaign, { name: 'Spring', end_date })).rejects.toMatchObject({ code: 'PLATFORM_INPUT_INVALID' });
    const last = { end_date: '2199-12-31', time_zone: 'America/Los_Angeles' };
    expect((await a.call(CreateCampaign, { name: 'Spring', ...last })).ends_at).toBe('2200-01-01T08:00:00.000000Z');
  });
});

it('long campaigns are listed page by page, each once', async () => {
  const a = stack.caller();
  const objectives = Array.from({ length: 50 }, () => '花'.repeat(500));
  const made: string[] = [];
  for (let n = 0; n < 12; n++)
    made.push((await a.call(CreateCampaign, { name: `Campaign ${n}`, description: '花'.repeat(10_000), objectives })).id);
  const listed: string[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: { id: string }[]; next_cursor: string | null } = await a.call(ListCampaigns, { ...(cursor && { cursor }) });
    listed.push(...page.items.map(({ id }) => id));
    cursor = page.next_cursor;
  } while (cursor);
  expect(listed).toEqual(made.toReversed());
});
