import { randomUUID } from 'node:crypto';
import {
  type CalendarEvent,
  EVENT_STATUSES,
  GetCalendarEventAnalytics,
  GetPlanningDatabaseHealth,
  GetPlanningHealth,
  GetStrategyAnalytics,
  GetStrategySummary,
  type StrategySummary,
} from '@smartcontent/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coded, fill, NO_STRATEGY, plan, put } from './plans.js';
import { type Performance, PlayedAnalytics } from './played-analytics.js';
import { useCampaigns } from './use-campaigns.js';

const { stack } = useCampaigns();

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
    await fill(stack, caller, strategy_id, 120);
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
