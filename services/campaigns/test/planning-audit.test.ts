import {
  type CalendarEvent,
  CreateCampaign,
  DeleteCampaign,
  DeleteStrategy,
  entityTag,
  GetCalendarEvent,
  ListCalendarEvents,
  type Strategy,
  UpdateCalendarEvent,
} from '@smartcontent/contracts';
import { type Caller, eventually } from '@smartcontent/testing';
import { DataSource } from 'typeorm';
import { expect, test } from 'vitest';
import { plan, put } from './plans.js';
import { useCampaigns } from './use-campaigns.js';

const { stack } = useCampaigns();

/** So many more of an event, each as long as `bytes`. */
const copy = (event: CalendarEvent, count: number, bytes: number) =>
  stack.query(
    `INSERT INTO campaigns.calendar_events (company_id, id, strategy_id, title, description, content_type, platform, scheduled_date, status,
       ai_recommendations, campaign_id, size_bytes)
     SELECT company_id, uuidv7(), strategy_id, 'Event ' || n, repeat('x', $3), content_type, platform, scheduled_date, status, ai_recommendations,
       campaign_id, $3 FROM campaigns.calendar_events, generate_series(1, $2) AS n WHERE id = $1`,
    [event.id, count, bytes],
  );

async function eventsOf(caller: Caller): Promise<CalendarEvent[]> {
  const { items, next_cursor } = await caller.call(ListCalendarEvents, { limit: 1_000 });
  expect(next_cursor).toBe(null);
  return items;
}

/** What was audited of calendar events, but for their making. */
const auditedOf = async (caller: Caller) =>
  (await stack.audited('campaigns', caller.companyId)).filter(
    ({ table_name, operation }) => table_name === 'calendar_events' && operation !== 'insert',
  );
const byId = (a: { id?: unknown }, b: { id?: unknown }) => (String(a.id) < String(b.id) ? -1 : 1);

test('a strategy that is deleted with its events leaves each of them in the audit log as it was', async () => {
  const caller = stack.caller();
  const strategy = await plan(caller);
  await copy(await put(caller, strategy.id, { ai_recommendations: { tone: 'calm' } }), 99, 4_000);
  const events = await eventsOf(caller);
  expect(events.length).toBe(100);
  const deleted = await caller.call(DeleteStrategy, { strategy_id: strategy.id, with_events: true });
  expect(deleted.deleted_events).toBe(100);
  const audited = await auditedOf(caller);
  expect(audited.map(({ operation, new_values }) => [operation, new_values])).toEqual(Array(100).fill(['delete', null]));
  expect(audited.map(({ old_values }) => old_values as CalendarEvent).toSorted(byId)).toEqual(events.toSorted(byId));
  expect((await stack.audited('campaigns', caller.companyId)).at(-1)).toMatchObject({ table_name: 'strategies', old_values: strategy });
});

test('events that are together too long for one statement are audited each once', async () => {
  const caller = stack.caller();
  const { id: strategy_id } = await plan(caller);
  await copy(await put(caller, strategy_id), 200, 60_000);
  expect(await caller.call(DeleteStrategy, { strategy_id, with_events: true })).toMatchObject({ deleted_events: 201 });
  const audited = await auditedOf(caller);
  expect([audited.length, new Set(audited.map(({ old_values }) => old_values?.id)).size]).toEqual([201, 201]);
});

test('events that outlive their campaign are audited with what that changes of them, before and after', async () => {
  const caller = stack.caller();
  const { id: strategy_id } = await plan(caller);
  const { id: campaign_id } = await caller.call(CreateCampaign, { name: 'Launch' });
  const elsewhere = await put(caller, strategy_id);
  await copy(await put(caller, strategy_id, { campaign_id }), 1_500, 100);
  const CURRENT = 'SELECT id, revision FROM campaigns.calendar_events WHERE company_id = $1 AND campaign_id IS NULL ORDER BY id';
  const { items } = await caller.call(ListCalendarEvents, { campaign_id, limit: 3 });
  await caller.call(DeleteCampaign, { campaign_id });
  expect((await stack.query<{ revision: number }>(CURRENT, [caller.companyId])).map(({ revision }) => revision).toSorted()).toEqual([
    elsewhere.revision,
    ...Array<number>(1_501).fill(2),
  ]);
  const audited = await auditedOf(caller);
  expect([audited.length, new Set(audited.map(({ operation }) => operation))]).toEqual([1_501, new Set(['update'])]);
  for (const { id, updated_at } of items) {
    const { old_values, new_values } = audited.find(({ old_values }) => old_values?.id === id) ?? {};
    expect(old_values).toEqual({ id, campaign_id, revision: 1, updated_at });
    const now = await caller.call(GetCalendarEvent, { event_id: id });
    expect(new_values).toEqual({ id, campaign_id: null, revision: 2, updated_at: now.updated_at });
  }
});

test('a strategy is deleted by its own version and by none of its events, and what is refused leaves no trace', async () => {
  const caller = stack.caller();
  const strategy = await plan(caller);
  const event = await put(caller, strategy.id);
  const remove = (seen: Strategy | CalendarEvent) =>
    caller.call(DeleteStrategy, { strategy_id: strategy.id, with_events: true }, { ifMatch: [entityTag(seen) as string] });
  const refused = { code: 'PLATFORM_PRECONDITION_FAILED', data: { current: [entityTag(strategy)] } };
  await expect(remove(event)).rejects.toMatchObject(refused);
  expect([await eventsOf(caller), await auditedOf(caller)]).toEqual([[event], []]);
  expect(await remove(strategy)).toMatchObject({ deleted_events: 1 });
});

test.each(['strategies', 'campaigns'] as const)(
  'an event that is changed waits for who deletes from its %s, and keeps nothing from him',
  async (table) => {
    const caller = stack.caller();
    const { id: campaign_id } = await caller.call(CreateCampaign, { name: 'Spring' });
    const strategy = await plan(caller);
    const event = await put(caller, strategy.id, { campaign_id });
    const admin = await new DataSource({ type: 'postgres', url: stack.postgresUrl }).initialize();
    const deleter = admin.createQueryRunner();
    try {
      await deleter.startTransaction();
      await deleter.query(`SELECT 1 FROM campaigns.${table} WHERE id = $1 FOR UPDATE`, [
        table === 'strategies' ? strategy.id : campaign_id,
      ]);
      const changed = caller.call(UpdateCalendarEvent, { event_id: event.id, title: 'Another' });
      const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      await eventually(async () => expect(await stack.query(waiting)).toHaveLength(1));
      await deleter.query('SELECT 1 FROM campaigns.calendar_events WHERE id = $1 FOR UPDATE NOWAIT', [event.id]);
      await deleter.commitTransaction();
      expect(await changed).toMatchObject({ title: 'Another' });
    } finally {
      await deleter.release();
      await admin.destroy();
    }
  },
);

test('an event that moves to another strategy while its own is deleted is kept there, and audited as moved', async () => {
  const caller = stack.caller();
  const [first, second] = [await plan(caller), await plan(caller)];
  const [moving, staying] = [await put(caller, first.id), await put(caller, first.id)];
  const admin = await new DataSource({ type: 'postgres', url: stack.postgresUrl }).initialize();
  const mover = admin.createQueryRunner();
  try {
    await mover.startTransaction();
    await mover.query('UPDATE campaigns.calendar_events SET strategy_id = $2 WHERE id = $1', [moving.id, second.id]);
    const deleted = caller.call(DeleteStrategy, { strategy_id: first.id, with_events: true });
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await eventually(async () => expect(await stack.query(waiting)).toHaveLength(1));
    await mover.commitTransaction();
    expect(await deleted).toMatchObject({ deleted_events: 1 });
  } finally {
    await mover.release();
    await admin.destroy();
  }
  expect((await eventsOf(caller)).map(({ id }) => id)).toEqual([moving.id]);
  expect((await auditedOf(caller)).map(({ old_values }) => old_values?.id)).toEqual([staying.id]);
});
