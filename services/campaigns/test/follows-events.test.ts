import {
  AppError,
  BookSpending,
  ContentCreated,
  ContentDeleted,
  ContentMoved,
  ContentPublished,
  ContentUpdated,
  CostBooked,
  CreateCampaign,
  DeleteCampaign,
  type EventContract,
  GetCampaign,
  PostPublished,
  PostScheduled,
  PostStopped,
  ReportCampaign,
  VersionApproved,
} from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { deadLetterOf, eventually, playEvent } from '@smartcontent/testing';
import { describe, expect, test } from 'vitest';
import { AttachmentsService } from '../src/attachments/attachments.service.js';
import { BookingsService } from '../src/bookings/bookings.service.js';
import { useCampaigns } from './use-campaigns.js';

const campaigns = useCampaigns();
const { stack } = campaigns;

const OF_CONTENT: EventContract[] = [ContentCreated, ContentUpdated, ContentMoved, VersionApproved, ContentPublished];
const OF_POSTS: EventContract[] = [PostScheduled, PostPublished, PostStopped];
const ALL = [...OF_CONTENT, ...OF_POSTS, CostBooked] as const;

/** What a test looks at: the table that the event ends up in, and the method through which it comes. */
function wayOf(contract: EventContract) {
  if (contract === CostBooked) return { table: 'bookings', service: BookingsService, method: 'bookCost' } as const;
  if (OF_POSTS.includes(contract)) return { table: 'campaign_posts', service: AttachmentsService, method: 'followPosts' } as const;
  return { table: 'campaign_contents', service: AttachmentsService, method: 'followContents' } as const;
}

/** An event as its contract's example has it, of a campaign of its own. */
async function played(contract: EventContract, over: object = {}) {
  const caller = stack.caller();
  const { id: campaign_id } = await caller.call(CreateCampaign, { name: 'Spring' });
  const data = { ...(contract.example as object), campaign_id, ...over };
  const event = { id: newId(), time: new Date().toISOString(), companyId: caller.companyId, aggregateId: newId(), data };
  const { table } = wayOf(contract);
  const rows = () => stack.query<{ status: string }>(`SELECT * FROM campaigns.${table} WHERE campaign_id = $1`, [campaign_id]);
  return { event, rows, caller, campaign_id };
}

describe.each(ALL)('the handler of $subject', (contract) => {
  test('keeps what it tells once, also when it is delivered twice', async () => {
    const { event, rows } = await played(contract);
    for (const _ of [1, 2]) await playEvent(stack.nats, contract, event);
    await campaigns.service.drained();
    expect(await rows()).toHaveLength(1);
  });

  test('gives a malformed one to the dead letters', async () => {
    const { event, rows } = await played(contract, { content_id: 7, user_id: 7 });
    const id = await playEvent(stack.nats, contract, event);
    expect(await deadLetterOf(stack.nats, id)).toMatchObject({ subject: `dlq.campaigns.${contract.subject}`, cause: 'malformed' });
    expect(await rows()).toEqual([]);
  });

  test('tries again after a failure that passes, and keeps it once', async () => {
    const { event, rows } = await played(contract);
    await stack.query(`
      CREATE FUNCTION campaigns.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a failure that passes'; END $$;
      CREATE TRIGGER fail BEFORE INSERT ON campaigns.${wayOf(contract).table} FOR EACH ROW EXECUTE FUNCTION campaigns.fail()`);
    const id = await playEvent(stack.nats, contract, event);
    await eventually(async () => {
      expect(await stack.query('SELECT 1 FROM campaigns.inbox WHERE event_id = $1 AND attempts > 0', [id])).toHaveLength(1);
    });
    expect(await rows()).toEqual([]);
    await stack.query('DROP FUNCTION campaigns.fail CASCADE');
    await campaigns.service.drained();
    expect(await rows()).toHaveLength(1);
  });

  test('gives one that can never be handled to the dead letters, and keeps the one that came with it', async () => {
    const [bad, good] = [await played(contract), await played(contract)];
    const { service, method } = wayOf(contract);
    const instance = campaigns.service.get(service as typeof AttachmentsService) as unknown as Record<string, unknown>;
    const work = (instance[method] as (events: unknown, tx: unknown) => Promise<void>).bind(instance);
    instance[method] = async (events: { id: string } | { id: string }[], tx: unknown) => {
      await work(events, tx);
      if ([events].flat().some(({ id }) => id === bad.event.id)) throw new AppError('CONTENT_NOT_FOUND');
    };
    try {
      for (const { event } of [bad, good]) await playEvent(stack.nats, contract, event);
      expect(await deadLetterOf(stack.nats, bad.event.id)).toMatchObject({ cause: 'permanent' });
      await campaigns.service.drained();
      expect([await bad.rows(), await good.rows()]).toMatchObject([[], [{}]]);
    } finally {
      delete instance[method];
    }
  });
});

test('what a run cost is spent once, also when it is told twice', async () => {
  const { caller, campaign_id, event } = await played(CostBooked);
  for (const id of [event.id, event.id, newId()]) await playEvent(stack.nats, CostBooked, { ...event, id });
  await campaigns.service.drained();
  expect(await caller.call(GetCampaign, { campaign_id })).toMatchObject({ budget_spent: '0.012340000000', revision: 2 });
  expect(await stack.query('SELECT 1 FROM campaigns.outbox WHERE aggregate_id = $1', [campaign_id])).toHaveLength(2);
  expect((await stack.audited('campaigns', caller.companyId)).map(({ table_name }) => table_name)).toEqual(['campaigns', 'bookings']);
});

test('what a run cost stands beside what somebody booked under its id', async () => {
  const { caller, campaign_id, event } = await played(CostBooked);
  await caller.call(BookSpending, { campaign_id, id: event.aggregateId, kind: 'booking', amount_usd: '5' });
  await playEvent(stack.nats, CostBooked, event);
  await campaigns.service.drained();
  expect((await caller.call(GetCampaign, { campaign_id })).budget_spent).toBe('5.012340000000');
  expect((await caller.call(ReportCampaign, { campaign_id })).budget.drafts_cost).toBe('0.012340000000');
  await expect(caller.call(DeleteCampaign, { campaign_id })).rejects.toMatchObject({ code: 'CAMPAIGNS_TRANSITION_ILLEGAL' });
});

describe('what belongs to a campaign', () => {
  test('leaves it with the content that is deleted, or given to another', async () => {
    for (const [contract, over] of [
      [ContentDeleted, {}],
      [ContentUpdated, { campaign_id: null }],
    ] as const) {
      const { event, rows } = await played(ContentCreated);
      await playEvent(stack.nats, ContentCreated, event);
      await playEvent(stack.nats, contract, { ...event, id: newId(), aggregateVersion: 2, data: { ...contract.example, ...over } });
      await campaigns.service.drained();
      expect(await rows()).toEqual([]);
    }
  });

  test('is the report: contents and posts by where they stand, and what drafts cost, as plain counting has it', async () => {
    const { caller, campaign_id, event } = await played(CostBooked);
    const play = (contract: EventContract, over: object, aggregateId = newId(), aggregateVersion = 1) =>
      playEvent(stack.nats, contract, {
        companyId: caller.companyId,
        aggregateId,
        aggregateVersion,
        data: { ...(contract.example as object), campaign_id, ...over },
      });
    for (const status of ['draft', 'draft', 'approved']) await play(ContentCreated, { status });
    const post = newId();
    await play(PostScheduled, {}, post);
    await play(PostPublished, {}, post, 2);
    await play(PostScheduled, {});
    await play(PostStopped, { status: 'missed' });
    await playEvent(stack.nats, CostBooked, { ...event, data: { ...event.data, cost_usd: '0.000000000003', unpriced_calls: 1 } });
    await playEvent(stack.nats, CostBooked, {
      ...event,
      id: newId(),
      aggregateVersion: 2,
      data: { ...event.data, cost_usd: '0.000000000004', unpriced_calls: 2 },
    });
    await campaigns.service.drained();
    expect(await caller.call(ReportCampaign, { campaign_id })).toMatchObject({
      contents: { total: 3, by_status: { draft: 2, approved: 1 } },
      posts: {
        total: 3,
        by_status: { published: 1, pending: 1, missed: 1 },
        by_platform: [{ platform: 'webhook', posts: 3, published: 1 }],
      },
      budget: { allocated: null, spent: '0.000000000004', left: null, drafts_cost: '0.000000000004', unpriced_calls: 2 },
      engagement: null,
      cost_per: { impression: null, click: null, engagement: null, post: '0.000000000004' },
    });
    expect((await caller.call(GetCampaign, { campaign_id })).budget_spent).toBe('0.000000000004');
    const stranger = stack.caller().call(ReportCampaign, { campaign_id });
    await expect(stranger).rejects.toMatchObject({ code: 'CAMPAIGNS_CAMPAIGN_NOT_FOUND' });
  });
});
