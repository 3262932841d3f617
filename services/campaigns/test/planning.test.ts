import { randomUUID } from 'node:crypto';
import {
  type CalendarEvent,
  type CallOf,
  CreateCalendarEvent,
  CreateCampaign,
  CreateStrategy,
  DeleteCalendarEvent,
  DeleteCampaign,
  DeleteStrategy,
  EVENT_STATUSES,
  GetCalendarEvent,
  GetCalendarEventAnalytics,
  GetPlanningDatabaseHealth,
  GetPlanningHealth,
  GetStrategy,
  GetStrategyAnalytics,
  GetStrategySummary,
  ListCalendarEvents,
  ListStrategies,
  ListStrategyEvents,
  type Strategy,
  type StrategySummary,
  UpdateCalendarEvent,
  UpdateStrategy,
} from '@smartcontent/contracts';
import type { RunningService } from '@smartcontent/service';
import { type Caller, useStack } from '@smartcontent/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig, start } from '../src/app.js';
import { type Performance, PlayedAnalytics } from './played-analytics.js';

const stack = useStack({ services: ['campaigns'] });
let service: RunningService;
beforeAll(async () => {
  service = await start(readConfig(stack.env('campaigns')));
});
afterAll(() => service?.[Symbol.asyncDispose]());

const plan = (caller: Caller, fields: Partial<CallOf<typeof CreateStrategy>> = {}) =>
  caller.call(CreateStrategy, { user_id: 1, name: 'Spring launch', ...fields });
const POST = { title: 'Why we wrote it again', content_type: 'blog_post', platform: 'website', scheduled_date: '2026-03-01' };
const put = (caller: Caller, strategy_id: string, fields: Partial<CallOf<typeof CreateCalendarEvent>> = {}) =>
  caller.call(CreateCalendarEvent, { strategy_id, ...POST, ...fields });
const coded = (code: string) => expect.objectContaining({ code });
const NO_STRATEGY = coded('CAMPAIGNS_STRATEGY_NOT_FOUND');

/** Many rows at once, as the calendar of a busy company has them. */
async function fill({ companyId }: Caller, strategyId: string, count: number, bytes = 10): Promise<void> {
  await stack.query(
    `INSERT INTO campaigns.calendar_events
       (company_id, id, strategy_id, title, description, content_type, platform, scheduled_date, status, ai_recommendations, size_bytes)
     SELECT $1, uuidv7(), $2, 'Event ' || n, repeat('x', $4), 'blog_post', 'website', '2026-05-01T00:00Z'::timestamptz + n * interval '4 minutes',
            'draft', '{}', $4 + 400 FROM generate_series(0, $3 - 1) AS n`,
    [companyId, strategyId, count, bytes],
  );
}

async function pagesOf(caller: Caller, input: CallOf<typeof ListCalendarEvents>): Promise<CalendarEvent[][]> {
  const pages: CalendarEvent[][] = [];
  let cursor: string | undefined;
  do {
    const page = await caller.call(ListCalendarEvents, { ...input, ...(cursor && { cursor }) });
    pages.push(page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
  return pages;
}

describe('a strategy', () => {
  test('needs no audience, and takes one as a text or an object', async () => {
    const caller = stack.caller();
    expect(await plan(caller)).toMatchObject({
      target_audience: null,
      industry: null,
      content_pillars: [],
      ai_recommendations: {},
      revision: 1,
    });
    const audiences: readonly Strategy['target_audience'][] = ['engineers', { role: 'engineers', regions: ['EU', { a: null }] }, '', {}];
    for (const target_audience of audiences) {
      const { id } = await plan(caller, { target_audience });
      expect((await caller.call(GetStrategy, { strategy_id: id })).target_audience).toEqual(target_audience);
    }
  });

  test('belongs to a label that is answered as it was given, and is found as number and as text', async () => {
    const caller = stack.caller();
    const labels = [1, '1', 'ann', -7, Number.MAX_SAFE_INTEGER, '01'];
    for (const user_id of labels) expect((await plan(caller, { user_id })).user_id).toBe(user_id);
    const found = async (user_id: string | number) =>
      (await caller.call(ListStrategies, { user_id })).items.map(({ user_id: label }) => label);
    expect(await found(1)).toEqual(['1', 1]);
    expect(await found('1')).toEqual(['1', 1]);
    expect(await found('01')).toEqual(['01']);
    expect((await caller.call(ListStrategies, {})).items.map(({ user_id }) => user_id)).toEqual(labels.toReversed());
    for (const user_id of [2 ** 53, 1.5, '', 'x'.repeat(256)])
      await expect(plan(caller, { user_id })).rejects.toEqual(coded('PLATFORM_INPUT_INVALID'));
  });

  test('keeps what an update does not name', async () => {
    const caller = stack.caller();
    const made = await plan(caller, { industry: 'Software', target_audience: 'engineers', content_pillars: ['a', { b: 1 }] });
    const named = await caller.call(UpdateStrategy, { strategy_id: made.id, name: 'Summer launch', target_audience: null });
    expect(named).toEqual({ ...made, name: 'Summer launch', target_audience: null, revision: 2, updated_at: named.updated_at });
    expect(named.updated_at > made.updated_at).toBe(true);
    expect(await caller.call(UpdateStrategy, { strategy_id: made.id })).toEqual(named);
    expect(await caller.call(GetStrategy, { strategy_id: made.id })).toEqual(named);
  });

  test('that has events is deleted together with them only, and says how many they were', async () => {
    const caller = stack.caller();
    const { id: strategy_id } = await plan(caller);
    const event = await put(caller, strategy_id);
    await expect(caller.call(DeleteStrategy, { strategy_id })).rejects.toEqual(coded('CAMPAIGNS_STRATEGY_HAS_EVENTS'));
    await fill(caller, strategy_id, 2_000);
    expect(await caller.call(DeleteStrategy, { strategy_id, with_events: 'true' })).toMatchObject({ deleted_events: 2_001 });
    await expect(caller.call(GetCalendarEvent, { event_id: event.id })).rejects.toEqual(coded('CAMPAIGNS_EVENT_NOT_FOUND'));
    await expect(caller.call(DeleteStrategy, { strategy_id })).rejects.toEqual(NO_STRATEGY);
    const audited = await stack.audited('campaigns', caller.companyId);
    expect(audited.map(({ operation }) => operation)).toEqual(['insert', 'insert', 'delete']);
  });

  test('that is deleted while events are put into its calendar leaves none behind', async () => {
    const caller = stack.caller();
    const { id: strategy_id } = await plan(caller);
    const puts = Array.from({ length: 20 }, () =>
      put(caller, strategy_id).then(
        () => null,
        (error: Error) => error,
      ),
    );
    const deleted = caller.call(DeleteStrategy, { strategy_id, with_events: true });
    for (const error of await Promise.all(puts)) if (error) expect(error).toEqual(NO_STRATEGY);
    await deleted;
    expect(await stack.query('SELECT id FROM campaigns.calendar_events WHERE strategy_id = $1', [strategy_id])).toEqual([]);
  });

  test('of another company is not there, whatever is asked of it', async () => {
    const { id: strategy_id } = await plan(stack.caller());
    const other = stack.caller();
    for (const contract of [GetStrategy, DeleteStrategy, GetStrategySummary, ListStrategyEvents] as const)
      await expect(other.call(contract, { strategy_id })).rejects.toEqual(NO_STRATEGY);
    await expect(other.call(UpdateStrategy, { strategy_id, name: 'mine' })).rejects.toEqual(NO_STRATEGY);
    await expect(put(other, strategy_id)).rejects.toEqual(NO_STRATEGY);
    const own = await put(other, (await plan(other)).id);
    await expect(other.call(UpdateCalendarEvent, { event_id: own.id, strategy_id })).rejects.toEqual(NO_STRATEGY);
    expect((await other.call(ListCalendarEvents, { strategy_id })).items).toEqual([]);
  });
});

describe('a calendar event', () => {
  test.each([
    ['2026-03-01T10:00:00+02:00', '2026-03-01T08:00:00.000000Z'],
    ['2026-03-01T10:00:00Z', '2026-03-01T10:00:00.000000Z'],
    ['2026-03-01T10:00:00.123456', '2026-03-01T10:00:00.123456Z'],
    ['2026-03-01T10:00', '2026-03-01T10:00:00.000000Z'],
    ['2026-03-01', '2026-03-01T00:00:00.000000Z'],
    ['2024-02-29T23:59:59-11:30', '2024-03-01T11:29:59.000000Z'],
  ])('that is planned for %s stands at %s', async (scheduled_date, told) => {
    const caller = stack.caller();
    expect((await put(caller, (await plan(caller)).id, { scheduled_date })).scheduled_date).toBe(told);
  });

  test.each(['2026-02-30', '2026-13-01', 'tomorrow', '2026-03-01T25:00:00Z', '1969-12-31', '2200-01-01', '2026-03-01T10:00:00+17:00', ''])(
    'is not planned for %j',
    async (scheduled_date) => {
      const caller = stack.caller();
      await expect(put(caller, randomUUID(), { scheduled_date })).rejects.toEqual(coded('PLATFORM_INPUT_INVALID'));
    },
  );

  test('keeps what an update does not name, moves to another strategy, and goes', async () => {
    const caller = stack.caller();
    const [first, second] = [await plan(caller), await plan(caller)];
    const content_id = randomUUID();
    const made = await put(caller, first.id, { content_id, description: 'About it', ai_recommendations: { tone: 'calm' } });
    expect(made).toMatchObject({ ...POST, scheduled_date: '2026-03-01T00:00:00.000000Z', status: 'draft', content_id, campaign_id: null });
    const moved = await caller.call(UpdateCalendarEvent, {
      event_id: made.id,
      strategy_id: second.id,
      status: 'scheduled',
      content_id: null,
    });
    expect(moved).toEqual({
      ...made,
      strategy_id: second.id,
      status: 'scheduled',
      content_id: null,
      revision: 2,
      updated_at: moved.updated_at,
    });
    expect(await caller.call(GetCalendarEvent, { event_id: made.id })).toEqual(moved);
    await caller.call(DeleteCalendarEvent, { event_id: made.id });
    await expect(caller.call(DeleteCalendarEvent, { event_id: made.id })).rejects.toEqual(coded('CAMPAIGNS_EVENT_NOT_FOUND'));
  });

  test('may belong to a campaign of the company, and outlives its draft', async () => {
    const caller = stack.caller();
    const { id: strategy_id } = await plan(caller);
    const { id: campaign_id } = await caller.call(CreateCampaign, { name: 'Launch' });
    const event = await put(caller, strategy_id, { campaign_id });
    expect((await caller.call(ListCalendarEvents, { campaign_id })).items).toEqual([event]);
    const others = (await stack.caller().call(CreateCampaign, { name: 'Theirs' })).id;
    for (const unknown of [randomUUID(), others])
      await expect(put(caller, strategy_id, { campaign_id: unknown })).rejects.toEqual(coded('CAMPAIGNS_CAMPAIGN_NOT_FOUND'));
    await expect(caller.call(UpdateCalendarEvent, { event_id: event.id, campaign_id: others })).rejects.toEqual(
      coded('CAMPAIGNS_CAMPAIGN_NOT_FOUND'),
    );
    await caller.call(DeleteCampaign, { campaign_id });
    expect(await caller.call(GetCalendarEvent, { event_id: event.id })).toEqual({
      ...event,
      campaign_id: null,
      revision: event.revision + 1,
      updated_at: expect.any(String),
    });
  });

  test('is written by users and only read by viewers', async () => {
    const caller = stack.caller();
    const { id } = await plan(stack.caller({ role: 'user', companyId: caller.companyId }));
    const viewer = stack.caller({ role: 'viewer', companyId: caller.companyId });
    expect((await viewer.call(GetStrategy, { strategy_id: id })).id).toBe(id);
    await expect(put(viewer, id)).rejects.toEqual(coded('PLATFORM_SCOPE_MISSING'));
  });
});

describe('the calendar', () => {
  test('shows ten thousand events of a month page by page, each once and in order', async () => {
    const caller = stack.caller();
    const { id: strategy_id } = await plan(caller);
    await fill(caller, strategy_id, 10_000);
    const pages = await pagesOf(caller, { limit: 1_000, scheduled_date_from: '2026-05-01', scheduled_date_to: '2026-06-01' });
    const events = pages.flat();
    expect([pages.length, events.length, new Set(events.map(({ id }) => id)).size]).toEqual([10, 10_000, 10_000]);
    expect(events.map(({ title }) => title)).toEqual(Array.from({ length: 10_000 }, (_, n) => `Event ${n}`));
  });

  test('ends a page where the room of an answer ends, and goes on from there', async () => {
    const caller = stack.caller();
    const { id: strategy_id } = await plan(caller);
    await fill(caller, strategy_id, 120, 10_000);
    const pages = await pagesOf(caller, { limit: 1_000 });
    expect(pages.length).toBe(3);
    expect(pages.flat().map(({ title }) => title)).toEqual(Array.from({ length: 120 }, (_, n) => `Event ${n}`));
  });

  test('is narrowed by each filter and all of them, and refuses a cursor of another list', async () => {
    const caller = stack.caller();
    const { id: strategy_id } = await plan(caller);
    const dates = ['2026-03-01', '2026-03-02T00:00:00Z', '2026-03-03'];
    for (const [index, scheduled_date] of dates.entries())
      await put(caller, strategy_id, {
        title: `${index}`,
        scheduled_date,
        status: index === 1 ? 'published' : 'draft',
        platform: `p${index % 2}`,
      });
    await put(caller, (await plan(caller)).id, { title: 'elsewhere', content_type: 'email' });
    const titles = async (input: CallOf<typeof ListCalendarEvents>) =>
      (await caller.call(ListCalendarEvents, input)).items.map(({ title }) => title);
    expect(await titles({ strategy_id })).toEqual(['0', '1', '2']);
    expect(await titles({ scheduled_date_from: '2026-03-02', scheduled_date_to: '2026-03-03' })).toEqual(['1']);
    expect(await titles({ status: 'published' })).toEqual(['1']);
    expect(await titles({ strategy_id, status: ['draft', 'published'], sort: '-scheduled_date' })).toEqual(['2', '1', '0']);
    expect((await pagesOf(caller, { strategy_id, limit: 2, sort: '-scheduled_date' })).flat().map(({ title }) => title)).toEqual([
      '2',
      '1',
      '0',
    ]);
    expect(await titles({ platform: 'p0', status: 'draft', content_type: 'blog_post', scheduled_date_from: '2026-03-02' })).toEqual(['2']);
    expect(await titles({ content_type: 'email' })).toEqual(['elsewhere']);
    const { next_cursor } = await caller.call(ListCalendarEvents, { strategy_id, limit: 1 });
    const cursor = next_cursor as string;
    expect((await caller.call(ListStrategyEvents, { strategy_id, cursor })).items.map(({ title }) => title)).toEqual(['1', '2']);
    await expect(titles({ status: 'draft', cursor })).rejects.toEqual(coded('PLATFORM_CURSOR_INVALID'));
  });
});

describe('the summary of a strategy', () => {
  test('is what a plain count of its events gives', async () => {
    const caller = stack.caller();
    const now = Date.now();
    const month = 30 * 86_400_000;
    const event = fc.record({
      title: fc.stringMatching(/^[a-z]{1,8}$/),
      platform: fc.constantFrom('website', 'Website', 'mastodon', 'Ärger', 'ß', 'zzz'),
      content_type: fc.constantFrom('blog_post', 'email'),
      status: fc.constantFrom(...EVENT_STATUSES),
      // Seconds apart, so that none becomes the next one while it is counted.
      scheduled_date: fc
        .integer({ min: -4, max: 4 })
        .chain((months) => fc.integer({ min: 1, max: 29 }).map((day) => new Date(now + months * month + day * 86_400_000).toISOString())),
      content_id: fc.option(fc.constantFrom(...Array.from({ length: 3 }, () => randomUUID()))),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 12 }), async (events) => {
        const { id: strategy_id, name } = await plan(caller);
        const made = await Promise.all(events.map((fields) => put(caller, strategy_id, fields)));
        const { created_at, updated_at, ...told } = await caller.call(GetStrategySummary, { strategy_id });
        expect(told).toEqual({ strategy_id, name, ...plainly(made) });
      }),
      { numRuns: 25 },
    );
  });

  test('lists the hundred most frequent platforms and counts the events of the others', async () => {
    const caller = stack.caller();
    const { id: strategy_id } = await plan(caller);
    await fill(caller, strategy_id, 120);
    await stack.query(`UPDATE campaigns.calendar_events SET platform = title WHERE strategy_id = $1`, [strategy_id]);
    const { by_platform, total_events } = await caller.call(GetStrategySummary, { strategy_id });
    expect([by_platform.items.length, by_platform.others, total_events]).toEqual([100, 20, 120]);
  });
});

/** The same by hand. */
function plainly(events: readonly CalendarEvent[]): Omit<StrategySummary, 'strategy_id' | 'name' | 'created_at' | 'updated_at'> {
  const counted = (of: (event: CalendarEvent) => string) =>
    [...Map.groupBy(events, of)].map(([value, { length }]) => [value, length] as const);
  const frequent = (of: (event: CalendarEvent) => string) =>
    counted(of).toSorted(([a, most], [b, least]) => least - most || Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const sorted = events.toSorted((a, b) => (a.scheduled_date + a.id < b.scheduled_date + b.id ? -1 : 1));
  const place = (event?: CalendarEvent) => (event ? { id: event.id, title: event.title, scheduled_date: event.scheduled_date } : null);
  const now = new Date().toISOString();
  return {
    total_events: events.length,
    by_status: { draft: 0, scheduled: 0, published: 0, cancelled: 0, ...Object.fromEntries(counted(({ status }) => status)) },
    by_platform: { items: frequent(({ platform }) => platform).map(([platform, n]) => ({ platform, events: n })), others: 0 },
    by_content_type: {
      items: frequent(({ content_type }) => content_type).map(([content_type, n]) => ({ content_type, events: n })),
      others: 0,
    },
    by_month: counted(({ scheduled_date }) => scheduled_date.slice(0, 7))
      .map(([month, n]) => ({ month, events: n }))
      .toSorted((a, b) => (a.month < b.month ? -1 : 1)),
    first_event: place(sorted[0]),
    next_event: place(sorted.find(({ scheduled_date, status }) => scheduled_date >= now && status !== 'cancelled')),
    last_event: place(sorted.at(-1)),
    contents: new Set(events.flatMap(({ content_id }) => content_id ?? [])).size,
  };
}

describe('analytics', () => {
  const figures = (content_id: string, platform: string, impressions: number): Performance => ({
    ...{ content_id, platform, impressions, views: 1, likes: 2, shares: 0, comments: 0, clicks: 3 },
    recorded_at: '2026-03-01T09:00:00.000000Z',
  });

  test('of an event and of a strategy are what their contents brought, and say where nothing is known', async () => {
    const caller = stack.caller();
    const { id: strategy_id } = await plan(caller);
    const contents = Array.from({ length: 3 }, () => randomUUID());
    const events: CalendarEvent[] = [];
    for (const content_id of contents) events.push(await put(caller, strategy_id, { content_id }));
    const others = Array.from({ length: 600 }, () => randomUUID());
    await stack.query(
      `INSERT INTO campaigns.calendar_events (company_id, id, strategy_id, title, description, content_type, platform, scheduled_date, status,
         ai_recommendations, content_id, size_bytes)
       SELECT company_id, uuidv7(), strategy_id, title, description, content_type, platform, scheduled_date, status, ai_recommendations,
         unnest($2::uuid[]), size_bytes FROM campaigns.calendar_events WHERE id = $1`,
      [events[0]?.id, others],
    );
    const [first, second, third] = contents as [string, string, string];
    using analytics = new PlayedAnalytics(stack.nats, [
      figures(first, 'web', 50),
      figures(first, 'mastodon', 0),
      figures(second, 'web', 150),
    ]);
    const ofEvent = (index: number) => caller.call(GetCalendarEventAnalytics, { event_id: events[index]?.id as string });
    expect(await ofEvent(0)).toMatchObject([
      { platform: 'web', performance_score: 10, metrics: { contents: 1, impressions: 50 } },
      { platform: 'mastodon', performance_score: null },
    ]);
    expect(await ofEvent(2)).toEqual([]);
    expect(await caller.call(GetCalendarEventAnalytics, { event_id: (await put(caller, strategy_id)).id })).toEqual([]);
    analytics.asked.length = 0;
    expect(await caller.call(GetStrategyAnalytics, { strategy_id })).toMatchObject([
      { platform: 'web', performance_score: 5, metrics: { contents: 2, contents_left_out: 0, impressions: 200, clicks: 6 } },
      { platform: 'mastodon', performance_score: null },
    ]);
    expect(analytics.asked.map(({ length }) => length).toSorted()).toEqual([103, 500]);
    expect(new Set(analytics.asked.flat())).toEqual(new Set([...contents, ...others]));
    expect(analytics.asked.flat()).toContain(third);
  });

  test('are refused where they do not exist, and where nobody can be asked', async () => {
    const caller = stack.caller();
    const { id: strategy_id } = await plan(stack.caller());
    await expect(caller.call(GetStrategyAnalytics, { strategy_id })).rejects.toEqual(NO_STRATEGY);
    await expect(caller.call(GetCalendarEventAnalytics, { event_id: strategy_id })).rejects.toEqual(coded('CAMPAIGNS_EVENT_NOT_FOUND'));
    const own = (await plan(caller)).id;
    expect(await caller.call(GetStrategyAnalytics, { strategy_id: own })).toEqual([]);
    await put(caller, own, { content_id: randomUUID() });
    await expect(caller.call(GetStrategyAnalytics, { strategy_id: own })).rejects.toEqual(coded('PLATFORM_SERVICE_UNAVAILABLE'));
  });
});

test('planning says that it works by having asked its stores', async () => {
  const nobody = stack.caller();
  expect(await nobody.call(GetPlanningHealth, {})).toMatchObject({ status: 'healthy', service: 'content_planning' });
  expect(await nobody.call(GetPlanningDatabaseHealth, {})).toMatchObject({ status: 'healthy', service: 'content_planning_database' });
});
