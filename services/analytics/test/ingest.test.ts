import { GetIngestAccounting, GetTotals } from '@smartcontent/contracts';
import { type Caller, eventually } from '@smartcontent/testing';
import { beforeAll, expect, test } from 'vitest';
import { AROUND, batch, event, events, RECEIVED, useAnalytics } from './use-analytics.js';

const analytics = useAnalytics();

beforeAll(async () => {
  await analytics.start();
});

async function totals(caller: Caller): Promise<Record<string, number>> {
  const { items } = await caller.call(GetTotals, AROUND);
  return Object.fromEntries(items.map((item) => [item.event_type, item.events]));
}

test('counts a batch, and books what was refused before', async () => {
  const caller = analytics.stack.caller();
  await analytics.send(caller.companyId, [...events(5), ...events(2, { event_type: 'click' })], { received: 9 });
  await analytics.booked(caller, { received: 9, accepted: 7, rejected: 2, stored: 7, duplicate: 0, dead: 0, in_flight: 0 });
  expect(await totals(caller)).toEqual({ view: 5, click: 2 });
});

test('books a batch of which everything was refused', async () => {
  const caller = analytics.stack.caller();
  await analytics.send(caller.companyId, [], { received: 3 });
  await analytics.booked(caller, { received: 3, accepted: 0, rejected: 3, stored: 0 });
});

test('books of a batch that failed half-way what came, and the rest when it is sent again', async () => {
  const caller = analytics.stack.caller();
  const messages = batch(caller.companyId, events(6_000, { user_agent: 'x'.repeat(200) }), { received: 6_003 });
  const [first, ...rest] = messages;
  const came = Number(first?.headers['sc-rows']);
  await analytics.publish(messages.slice(0, 1));
  await analytics.booked(caller, { received: came + 3, accepted: came, rejected: 3, stored: came, duplicate: 0, dead: 0, in_flight: 0 });
  expect(rest.length).toBeGreaterThan(0);
  await analytics.publish(rest);
  await analytics.booked(caller, { received: 6_003, accepted: 6_000, rejected: 3, stored: 6_000, duplicate: 0, dead: 0, in_flight: 0 });
});

test('counts an event once, however often it comes: in one batch, in two at once, in one a while later', async () => {
  const caller = analytics.stack.caller();
  const [first, second, third] = events(3) as [ReturnType<typeof event>, ReturnType<typeof event>, ReturnType<typeof event>];
  await analytics.send(caller.companyId, [first, first, second, first]);
  await analytics.send(caller.companyId, [second, third]);
  await analytics.booked(caller, { accepted: 6, stored: 3, duplicate: 3 });
  await analytics.send(caller.companyId, [third, first]);
  await analytics.booked(caller, { accepted: 8, stored: 3, duplicate: 5 });
  expect(await totals(caller)).toEqual({ view: 3 });
});

test('tells the same id of two companies apart', async () => {
  const [a, b] = [analytics.stack.caller(), analytics.stack.caller()];
  const one = event();
  await analytics.send(a.companyId, [one]);
  await analytics.send(b.companyId, [one]);
  await analytics.booked(a, { stored: 1, duplicate: 0 });
  await analytics.booked(b, { stored: 1, duplicate: 0 });
});

test('counts an id again after 24 hours', async () => {
  const caller = analytics.stack.caller();
  const one = event();
  await analytics.send(caller.companyId, [one], { receivedAt: RECEIVED.getTime() - 25 * 3_600_000 });
  await analytics.booked(caller, { stored: 1 });
  await analytics.send(caller.companyId, [one]);
  await analytics.booked(caller, { stored: 2, duplicate: 0 });
});

test('stores a batch over many years, and one that fills several messages', async () => {
  const caller = analytics.stack.caller();
  const old = Array.from({ length: 40 }, (_, month) => event({ timestamp: Date.UTC(2020, month, 15), historical: true }));
  await analytics.send(caller.companyId, old);
  await analytics.send(caller.companyId, events(6_000, { user_agent: 'x'.repeat(200) }));
  await analytics.booked(caller, { accepted: 6_040, stored: 6_040, in_flight: 0 });
  const { items } = await caller.call(GetTotals, { from: '2020-01-01T00:00:00Z', to: '2024-01-01T00:00:00Z' });
  expect(items).toEqual([{ event_type: 'view', events: 40, visitors: 0 }]);
});

test('books by the hour of receipt', async () => {
  const caller = analytics.stack.caller();
  await analytics.send(caller.companyId, events(2), { receivedAt: Date.parse('2026-03-01T10:59:59.999Z') });
  await analytics.send(caller.companyId, events(1), { receivedAt: Date.parse('2026-03-01T11:00:00.000Z') });
  const read = () => caller.call(GetIngestAccounting, { from: '2026-03-01T10:30:00+00:00', to: '2026-03-02T00:00:00Z' });
  const zero = { rejected: 0, duplicate: 0, dead: 0, in_flight: 0 };
  await eventually(async () =>
    expect((await read()).items).toEqual([
      { hour: '2026-03-01T10:00:00.000000Z', received: 2, accepted: 2, stored: 2, ...zero },
      { hour: '2026-03-01T11:00:00.000000Z', received: 1, accepted: 1, stored: 1, ...zero },
    ]),
  );
  expect((await read()).pending_messages).toBe(0);
});
