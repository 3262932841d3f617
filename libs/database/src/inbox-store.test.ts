import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from './database.js';
import { type InboxEvent, type InboxOutcome, type InboxRun, InboxStore, type RunEvent } from './inbox-store.js';
import { newId } from './new-id.js';
import { contextOf, TestPostgres } from './test-service.fixture.js';
import type { Tx } from './transaction.js';

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

/** What the event server does: a gap rolls back, and what is busy comes again. */
async function deliver(event: InboxEvent, gapFrom?: number, store = inbox): Promise<InboxOutcome> {
  for (;;) {
    const outcome = await deliverOnce(event, gapFrom, store);
    if (outcome !== 'busy') return outcome;
  }
}

async function deliverOnce(event: InboxEvent, gapFrom: number | undefined, store: InboxStore): Promise<InboxOutcome> {
  return database
    .withTenant(contextOf(companyId), async (tx) => {
      const { outcome } = await store.accept(tx, event, gapFrom);
      if (outcome === 'gap') throw new Error('gap');
      return outcome;
    })
    .catch((error: Error) => {
      if (error.message !== 'gap') throw error;
      return 'gap';
    });
}

const replay = async (event: InboxEvent) => (await database.withTenant(contextOf(companyId), (tx) => inbox.acceptAgain(tx, event))).outcome;

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

it('does not wait for another transaction that has the aggregate, nor lets others wait', async () => {
  const [held, other] = [eventsOf(newId()), eventsOf(newId())];
  await database.withTenant(contextOf(companyId), async (tx) => {
    expect(await inbox.accept(tx, held(1))).toMatchObject({ outcome: 'run' });
    expect(await deliverOnce(held(1), undefined, inbox)).toBe('busy');
    expect(await deliverOnce(held(2), undefined, inbox)).toBe('busy');
    expect(await deliver(other(1))).toBe('run');
  });
  expect(await deliver(held(1))).toBe('duplicate');
  expect(await deliver(held(2))).toBe('run');
});

it('keeps consumers apart', async () => {
  const event = eventsOf(newId())(1);
  expect(await deliver(event)).toBe('run');
  expect(await deliver(event, undefined, new InboxStore(database, 'other'))).toBe('run');
});

it('waits for a missing version, and passes over it when told to; what comes then is stale', async () => {
  const event = eventsOf(newId());
  expect(await deliver(event(1))).toBe('run');
  expect(await deliver(event(3))).toBe('gap');
  expect(await deliver(event(3), 0)).toBe('gap');
  expect(await deliver(event(3), 1)).toBe('run');
  expect(await deliver(event(2))).toBe('stale');
  expect(await deliver(event(4))).toBe('run');
});

describe('many at once', () => {
  type Run = [InboxEvent, ...InboxEvent[]];
  const deliverMany = (runs: readonly InboxRun[]) =>
    database.withTenants(async (tx) => {
      const answers = await inbox.acceptMany(tx, runs);
      return Object.fromEntries([...answers].map(([id, { outcome }]) => [id, outcome]));
    });
  const passed = (event: InboxEvent): RunEvent => ({ ...event, isPassed: true });

  it('run once, each aggregate in its own order', async () => {
    const [one, two] = [eventsOf(newId()), eventsOf(newId())];
    expect(await deliver(two(1))).toBe('run');
    const runs = [{ events: [one(1), one(2), one(3)] as Run }, { events: [two(1), two(2)] as Run }];
    const expected = { [one(1).id]: 'run', [one(2).id]: 'run', [one(3).id]: 'run', [two(1).id]: 'duplicate', [two(2).id]: 'run' };
    expect(await deliverMany(runs)).toEqual(expected);
    expect(new Set(Object.values(await deliverMany(runs)))).toEqual(new Set(['duplicate']));
    expect(await deliver(one(4))).toBe('run');
  });

  it('leave nothing of a gap behind, while the others run', async () => {
    const [one, two] = [eventsOf(newId()), eventsOf(newId())];
    expect(await deliver(two(1))).toBe('run');
    const runs = [{ events: [one(2), one(3)] as Run }, { events: [two(3)] as Run }, { events: [eventsOf(newId())(1)] as Run }];
    expect(Object.values(await deliverMany(runs))).toEqual(['gap', 'gap', 'gap', 'run']);
    expect(await deliver(one(1))).toBe('run');
    expect(await deliver(two(2))).toBe('run');
    expect(Object.values(await deliverMany(runs.slice(0, 2)))).toEqual(['run', 'run', 'run']);
  });

  it('pass over a gap when told to; what comes then is stale', async () => {
    const event = eventsOf(newId());
    expect(Object.values(await deliverMany([{ events: [event(4), event(5)], gapFrom: 0 }]))).toEqual(['run', 'run']);
    expect(Object.values(await deliverMany([{ events: [event(2), event(3)] }]))).toEqual(['stale', 'stale']);
  });

  it('move past versions without a handler, but not past a gap unless told to', async () => {
    const [one, two] = [eventsOf(newId()), eventsOf(newId())];
    expect(Object.values(await deliverMany([{ events: [passed(one(1)), one(2), passed(one(3))] }]))).toEqual(['passed', 'run', 'passed']);
    expect(await deliver(one(4))).toBe('run');
    expect(Object.values(await deliverMany([{ events: [passed(two(3))] }]))).toEqual(['gap']);
    expect(await deliver(two(4))).toBe('gap');
    expect(Object.values(await deliverMany([{ events: [passed(two(3))], gapFrom: 0 }]))).toEqual(['passed']);
    expect(await deliver(two(4))).toBe('run');
    expect(await deliver(one(1))).toBe('stale');
  });

  it('leave out what another transaction has, and none of them runs twice', async () => {
    const streams = Array.from({ length: 20 }, () => eventsOf(newId()));
    const runs = streams.map((event) => ({ events: [event(1), event(2)] as Run }));
    const answers = await Promise.all([deliverMany(runs), deliverMany(runs.toReversed()), deliverMany(runs)]);
    for (const event of streams) {
      const outcomes = [...answers, await deliverMany([{ events: [event(1), event(2)] }])].map((answer) => answer[event(2).id]);
      expect(outcomes.filter((outcome) => outcome === 'run')).toHaveLength(1);
      expect(['run', 'duplicate', 'busy']).toEqual(expect.arrayContaining(outcomes));
    }
  });
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

it('takes back what it counted for a process that did not end after all', async () => {
  const event = eventsOf(newId())(1);
  await inbox.recordFailure(event, 'no');
  await inbox.recordFailure(event, 'it may end the process');
  await inbox.takeBack(event);
  expect(await inbox.recordFailure(event, 'no again')).toMatchObject({ attempts: 2, history: [{ cause: 'no' }, { cause: 'no again' }] });
});

it('buries what stays dead, lets the aggregate go on, and replays just that', async () => {
  const event = eventsOf(newId());
  await inbox.recordFailure(event(1), 'first');
  expect(await inbox.bury(event(1), 'malformed')).toMatchObject({ attempts: 2, history: [{ cause: 'first' }, { cause: 'malformed' }] });
  expect(await deliver(event(1))).toBe('duplicate');
  expect(await deliver(event(2))).toBe('run');
  expect(await replay(event(2))).toBe('duplicate');
  expect(await replay(event(1))).toBe('run');
  expect(await replay(event(1))).toBe('duplicate');
});

it('moves past what it buries', async () => {
  const event = eventsOf(newId());
  expect(await deliver(event(1))).toBe('run');
  await inbox.bury(event(2), 'malformed');
  expect((await inbox.lastVersions([event(1).aggregateId])).get(event(1).aggregateId)).toBe(2);
});

it('does not move past a missing version when it buries one, unless told to', async () => {
  const event = eventsOf(newId());
  await inbox.bury(event(2), 'malformed');
  expect(await deliver(event(1))).toBe('run');
  expect(await deliver(event(2))).toBe('duplicate');
  expect(await deliver(event(3))).toBe('run');
  await inbox.bury(event(5), 'malformed', 3);
  expect(await deliver(event(4))).toBe('stale');
  expect(await deliver(event(6))).toBe('run');
});

it('replays a letter that is older than what the inbox remembers', async () => {
  const event = { ...eventsOf(newId())(3), time: '2020-01-01T00:00:00.000Z' };
  expect(await replay(event)).toBe('run');
  expect(await replay(event)).toBe('duplicate');
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

describe('a consumer with many events that is set back', () => {
  const consumer = 'content_EVT_BUSY';
  const FILL = `INSERT INTO content.inbox (event_time, consumer, event_id, company_id, subject, aggregate_id, aggregate_version, status, attempts)
    SELECT now() - interval '1 hour' + number * interval '1 ms', $1, gen_random_uuid(), $2, 'evt.identity.company.created.v1', lpad((number % 1000)::text, 32, '0')::uuid,
      number / 1000 + 1, 'handled', 1 FROM generate_series(0, 119999) AS number`;
  const LAST = `INSERT INTO content.inbox_versions SELECT consumer, aggregate_id, max(aggregate_version) FROM content.inbox WHERE consumer = $1 GROUP BY 1, 2`;
  const state = () =>
    postgres.query<{ handled: number; last: number }>(
      `SELECT (SELECT count(*)::int FROM content.inbox WHERE consumer = $1 AND (status <> 'failing' OR attempts > 0)) AS handled,
        (SELECT max(last_version)::int FROM content.inbox_versions WHERE consumer = $1) AS last`,
      [consumer],
    );
  /** In a transaction that is cut short after so many pieces; answers how many there were. */
  const setBack = (from: string, most: number) =>
    database.withSystem('test', async (tx) => {
      let pieces = 0;
      const one: Tx['one'] = (text, values) => {
        pieces += 1;
        if (pieces > most) throw new Error('killed');
        return tx.one(text, values);
      };
      await new InboxStore(database, consumer).setBack({ query: tx.query.bind(tx), one } as Tx, from);
      return pieces;
    });

  it('is set back in pieces that each take little of the time that a statement has, all of them or none', async () => {
    await postgres.query(FILL, [consumer, companyId]);
    await postgres.query(LAST, [consumer]);
    const from = new Date(Date.now() - 86_400_000).toISOString();
    await expect(setBack(from, 2)).rejects.toThrow('killed');
    expect(await state()).toEqual([{ handled: 120_000, last: 120 }]);
    expect(await setBack(from, 100)).toBe(3);
    expect(await state()).toEqual([{ handled: 0, last: 0 }]);
  });
});
