import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { AppError } from '@smartcontent/contracts';
import { type Database, newId } from '@smartcontent/database';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { eventually, TestBus } from './test-bus.fixture.js';
import { DURABLE, keep, type PostHandler, STREAM, TestConsumer, TestProducer } from './test-consumer.fixture.js';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

let bus: TestBus;
let database: Database;
let producer: TestProducer;
const replicas: TestConsumer[] = [];

beforeAll(async () => {
  bus = await TestBus.start({ postgres: true });
  database = await bus.database('content');
  producer = await TestProducer.start(bus);
});
afterEach(async () => {
  for (const replica of replicas.splice(0)) await replica.stop();
});
afterAll(() => bus?.[Symbol.asyncDispose]());

async function start(options: { isBatch?: boolean; handler?: PostHandler } = {}): Promise<TestConsumer> {
  const replica = await TestConsumer.start(bus, database, options);
  replicas.push(replica);
  return replica;
}

/** Fails for version 1 of the aggregate until it is told otherwise. */
function failing(aggregateId: string) {
  const state = { isFailing: true, tries: 0, doneAtMs: 0 };
  const handler: PostHandler = async (events, tx) => {
    if (state.isFailing && events.some((event) => event.aggregateId === aggregateId && event.aggregateVersion === 1)) {
      state.tries += 1;
      // Not counted, so that it may go on for as long as the test wants.
      throw new AppError('PLATFORM_SERVICE_UNAVAILABLE');
    }
    await keep(events, tx);
  };
  return { state, handler };
}

describe.each([{ isBatch: false }, { isBatch: true }])('while a version fails (in batches: $isBatch)', ({ isBatch }) => {
  it('later ones wait for it in two replicas, and follow it promptly', async () => {
    const id = newId();
    const { state, handler } = failing(id);
    const [one] = [await start({ isBatch, handler }), await start({ isBatch, handler })];
    await producer.posts([id], 8);
    await eventually(() => expect(state.tries).toBeGreaterThan(4));
    expect(await one.versions(id)).toEqual([]);
    state.isFailing = false;
    await eventually(async () => expect(await one.versions(id)).toEqual(upTo(8)));
  });

  it('later ones go on waiting, however long it takes', async () => {
    const id = newId();
    const { state, handler } = failing(id);
    const [one, other] = [await start({ isBatch, handler }), await start({ isBatch, handler })];
    const gaps = () => [...one.outcomes, ...other.outcomes].filter((outcome) => outcome === 'gap').length;
    await producer.posts([id], 8);
    await eventually(() => expect(gaps()).toBeGreaterThan(0));
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 60 * 60_000);
    const before = gaps();
    await eventually(() => expect(gaps()).toBeGreaterThan(before));
    clock.mockRestore();
    state.isFailing = false;
    await Promise.all([one.server.drained(), other.server.drained()]);
    expect(await one.versions(id)).toEqual(upTo(8));
    expect([...one.outcomes, ...other.outcomes]).not.toContain('forced');
  });

  it('a thousand and more that wait behind it stop no other aggregate', async () => {
    const [id, other] = [newId(), newId()];
    const { state, handler } = failing(id);
    const one = await start({ isBatch, handler });
    await producer.post(id, 1);
    await eventually(() => expect(state.tries).toBeGreaterThan(0));
    const count = 1_100;
    await Promise.all(Array.from({ length: count - 1 }, (_, index) => producer.post(id, index + 2)));
    await producer.posts([other], 3);
    await eventually(async () => expect(await one.versions(other)).toEqual([1, 2, 3]));
    expect(await one.versions(id)).toEqual([]);
    state.isFailing = false;
    await one.server.drained();
    expect(await one.versions(id)).toEqual(upTo(count));
  });

  it('the service stops promptly, and the next process takes all of them up', async () => {
    const ids = [newId(), newId()];
    const { state, handler } = failing(ids[0] as string);
    const one = await start({ isBatch, handler });
    await producer.posts(ids, 20);
    await eventually(async () => expect(await one.versions(ids[1] as string)).toEqual(upTo(20)));
    // The grace never ends, and what fails goes on failing: it waits for neither.
    const grace = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(new AbortController().signal);
    await one.stop();
    expect(grace).toHaveBeenCalledOnce();
    grace.mockRestore();
    state.isFailing = false;
    const next = await start({ isBatch, handler });
    await eventually(async () => expect(await next.versions(ids[0] as string)).toEqual(upTo(20)));
  });
});

it('an earlier version that comes while a later one is being tried goes first, and the later one does not rest for it', async () => {
  const id = newId();
  const manager = await jetstreamManager(await bus.connect());
  await producer.post(id, 1);
  const elsewhere = await (await manager.jetstream().consumers.get(STREAM, DURABLE)).next({ expires: 5_000 });
  await producer.post(id, 2);
  await database.withSystem('test', async (tx) => {
    await tx.query('INSERT INTO inbox_versions VALUES ($1, $2, 0)', [DURABLE, id]);
    await start();
    await eventually(async () => expect(await tx.query('SELECT FROM pg_locks WHERE NOT granted')).not.toEqual([]));
    elsewhere?.nak();
    await eventually(async () => expect((await manager.consumers.info(STREAM, DURABLE)).num_redelivered).toBe(1));
    // What the broker has sent is here.
    await replicas[0]?.server.unwrap<NatsConnection>().flush();
  });
  await eventually(async () => expect(await replicas[0]?.versions(id)).toEqual([1, 2]));
  expect(replicas[0]?.outcomes).toEqual(['handled', 'handled']);
});
