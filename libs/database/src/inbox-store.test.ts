import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from './database.js';
import { type InboxEvent, type InboxOutcome, InboxStore } from './inbox-store.js';
import { newId } from './new-id.js';
import { contextOf, TestPostgres } from './test-service.fixture.js';

let postgres: TestPostgres;
let database: Database;
let inbox: InboxStore;

beforeAll(async () => {
  postgres = await TestPostgres.start();
  database = await postgres.openMigrated();
  inbox = new InboxStore(database, 'content_EVT_IDENTITY');
});
afterAll(async () => {
  await database?.close();
  await postgres?.[Symbol.asyncDispose]();
});

const companyId = newId();

function eventsOf(aggregateId: string): (aggregateVersion: number) => InboxEvent {
  const events = new Map<number, InboxEvent>();
  return (aggregateVersion) => {
    const event = events.get(aggregateVersion) ?? {
      id: newId(),
      time: new Date().toISOString(),
      companyId,
      subject: 'evt.identity.company.created.v1',
      aggregateId,
      aggregateVersion,
    };
    events.set(aggregateVersion, event);
    return event;
  };
}

/** What the event server does: a gap rolls back. */
async function deliver(event: InboxEvent, options: { allowGap?: boolean; replay?: boolean } = {}, store = inbox): Promise<InboxOutcome> {
  return database
    .withTenant(contextOf(companyId), async (tx) => {
      const outcome = await store.accept(tx, event, options);
      if (outcome === 'gap') throw new Error('gap');
      return outcome;
    })
    .catch((error: Error) => {
      if (error.message !== 'gap') throw error;
      return 'gap';
    });
}

it('runs an event once, in however many deliveries and wherever at the same time', async () => {
  const event = eventsOf(newId());
  expect((await Promise.all([deliver(event(1)), deliver(event(1)), deliver(event(1))])).toSorted()).toEqual([
    'duplicate',
    'duplicate',
    'run',
  ]);
  expect(await deliver(event(1))).toBe('duplicate');
  expect(await deliver(event(2))).toBe('run');
});

it('runs it again when the handler threw', async () => {
  const event = eventsOf(newId())(1);
  const failing = database.withTenant(contextOf(companyId), async (tx) => {
    await inbox.accept(tx, event);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await deliver(event)).toBe('run');
});

it('keeps consumers apart', async () => {
  const event = eventsOf(newId())(1);
  expect(await deliver(event)).toBe('run');
  expect(await deliver(event, {}, new InboxStore(database, 'other'))).toBe('run');
});

it('waits for a missing version, and passes over it when told to; what comes then is stale', async () => {
  const event = eventsOf(newId());
  expect(await deliver(event(1))).toBe('run');
  expect(await deliver(event(3))).toBe('gap');
  expect(await deliver(event(3), { allowGap: true })).toBe('run');
  expect(await deliver(event(2))).toBe('stale');
  expect(await deliver(event(4))).toBe('run');
});

it('moves past versions without a handler, but not past a gap unless told to', async () => {
  const [one, two] = [eventsOf(newId()), eventsOf(newId())];
  expect(await inbox.pass([one(1), two(1)])).toEqual(new Set());
  expect(await deliver(one(2))).toBe('run');
  expect(await inbox.pass([one(1), one(3), two(3)])).toEqual(new Set([two(3).id]));
  expect(await deliver(one(4))).toBe('run');
  expect(await deliver(two(3))).toBe('gap');
  expect(await inbox.pass([two(3)], { allowGap: true })).toEqual(new Set());
  expect(await deliver(two(4))).toBe('run');
});

it('counts failures with their causes until it succeeds', async () => {
  const event = eventsOf(newId())(1);
  expect(await inbox.recordFailure(event, 'the provider timed out')).toMatchObject({ attempts: 1 });
  expect(await inbox.recordFailure(event, 'again')).toMatchObject({
    attempts: 2,
    history: [{ cause: 'the provider timed out' }, { cause: 'again', at: expect.any(String) }],
  });
  expect(await deliver(event)).toBe('run');
  expect(await inbox.recordFailure(event, 'too late')).toMatchObject({ attempts: 0 });
  expect(await deliver(event)).toBe('duplicate');
});

it('buries what stays dead, lets the aggregate go on, and replays just that', async () => {
  const event = eventsOf(newId());
  await inbox.recordFailure(event(1), 'first');
  expect(await inbox.bury(event(1), 'malformed')).toMatchObject({ attempts: 2, history: [{ cause: 'first' }, { cause: 'malformed' }] });
  expect(await deliver(event(1))).toBe('duplicate');
  expect(await deliver(event(2))).toBe('run');
  expect(await deliver(event(2), { replay: true })).toBe('duplicate');
  expect(await deliver(event(1), { replay: true })).toBe('run');
  expect(await deliver(event(1), { replay: true })).toBe('duplicate');
});

it('takes events of any day', async () => {
  for (const time of ['2020-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z']) {
    const event = { ...eventsOf(newId())(1), time };
    expect(await deliver(event)).toBe('run');
    expect(await deliver(event)).toBe('duplicate');
  }
});

it('keeps a cause that Postgres would not take as it is', async () => {
  const event = eventsOf(newId());
  const record = await inbox.recordFailure(event(1), `a\0b ${'x'.repeat(1_995)}😀`);
  expect(record.attempts).toBe(1);
  expect(record.history[0]?.cause).toBe(`a\ufffdb ${'x'.repeat(1_995)}\ufffd`);
});
