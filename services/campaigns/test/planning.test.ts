import { randomUUID } from 'node:crypto';
import {
  type CalendarEvent,
  type CallOf,
  CreateCampaign,
  DeleteCalendarEvent,
  DeleteCampaign,
  DeleteStrategy,
  entityTag,
  GetCalendarEvent,
  GetStrategy,
  GetStrategySummary,
  ListCalendarEvents,
  ListStrategies,
  ListStrategyEvents,
  type Strategy,
  UpdateCalendarEvent,
  UpdateStrategy,
} from '@smartcontent/contracts';
import type { Caller } from '@smartcontent/testing';
import { describe, expect, test } from 'vitest';
import { coded, fill, NO_STRATEGY, POST, plan, put } from './plans.js';
import { useCampaigns } from './use-campaigns.js';

const { stack } = useCampaigns();

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
    await fill(stack, caller, strategy_id, 2_000);
    expect(await caller.call(DeleteStrategy, { strategy_id, with_events: 'true' })).toMatchObject({ deleted_events: 2_001 });
    await expect(caller.call(GetCalendarEvent, { event_id: event.id })).rejects.toEqual(coded('CAMPAIGNS_EVENT_NOT_FOUND'));
    await expect(caller.call(DeleteStrategy, { strategy_id })).rejects.toEqual(NO_STRATEGY);
    const audited = await stack.audited('campaigns', caller.companyId);
    expect(audited.map(({ operation }) => operation)).toEqual(['insert', 'insert', ...Array<string>(2_002).fill('delete')]);
    expect(audited.map(({ old_values }) => old_values)).toContainEqual(event);
    expect(new Set(audited.map(({ old_values }) => old_values?.id)).size).toBe(2_003);
  });

  test('is deleted with its events by its own version, whatever versions they have', async () => {
    const caller = stack.caller();
    const made = await plan(caller);
    const event = await put(caller, made.id);
    const stale = { strategy_id: made.id, with_events: true };
    const matching = (row: object) => ({ ifMatch: [entityTag(row) as string] });
    await caller.call(UpdateStrategy, { strategy_id: made.id, name: 'Another' });
    await expect(caller.call(DeleteStrategy, stale, matching(made))).rejects.toEqual(coded('PLATFORM_PRECONDITION_FAILED'));
    expect(await caller.call(GetCalendarEvent, { event_id: event.id })).toEqual(event);
    const present = await caller.call(GetStrategy, { strategy_id: made.id });
    expect(await caller.call(DeleteStrategy, stale, matching(present))).toMatchObject({ deleted_events: 1 });
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
    await fill(stack, caller, strategy_id, 10_000);
    const pages = await pagesOf(caller, { limit: 1_000, scheduled_date_from: '2026-05-01', scheduled_date_to: '2026-06-01' });
    const events = pages.flat();
    expect([pages.length, events.length, new Set(events.map(({ id }) => id)).size]).toEqual([10, 10_000, 10_000]);
    expect(events.map(({ title }) => title)).toEqual(Array.from({ length: 10_000 }, (_, n) => `Event ${n}`));
  });

  test('ends a page where the room of an answer ends, and goes on from there', async () => {
    const caller = stack.caller();
    const { id: strategy_id } = await plan(caller);
    await fill(stack, caller, strategy_id, 120, 10_000);
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
