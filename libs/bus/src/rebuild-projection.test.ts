import { jetstreamManager } from '@nats-io/jetstream';
import { type NatsConnection, nanos } from '@nats-io/transport-node';
import { ContentCreated } from '@smartcontent/contracts';
import { type Database, newId } from '@smartcontent/database';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { assertProjections, rebuildProjection } from './rebuild-projection.js';
import { eventually, PostChanged, TestBus } from './test-bus.fixture.js';
import { DURABLE, EFFECTS, STREAM, TestConsumer, TestProducer } from './test-consumer.fixture.js';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

let bus: TestBus;
let database: Database;
let producer: TestProducer;
const replicas: TestConsumer[] = [];

beforeAll(async () => {
  bus = await TestBus.start({ postgres: true, ackWaitSeconds: 2 });
  database = await bus.database('content');
  producer = await TestProducer.start(bus);
});
afterEach(async () => {
  for (const replica of replicas.splice(0)) await replica.stop();
});
afterAll(() => bus?.[Symbol.asyncDispose]());

async function startTwo(isBatch: boolean): Promise<[TestConsumer, TestConsumer]> {
  const two = [await TestConsumer.start(bus, database, { isBatch }), await TestConsumer.start(bus, database, { isBatch })] as const;
  replicas.push(...two);
  return [...two];
}

const drained = () => Promise.all(replicas.map(({ server }) => server.drained()));
const effects = () => database.withSystem('test', (tx) => tx.query<{ version: number }>('SELECT version FROM effects'));

/** Loses the connection after this many requests, as a process that is killed does. */
function cutAfter(connection: NatsConnection, requests: number): NatsConnection {
  let left = requests;
  return new Proxy(connection, {
    get(target, key) {
      const value = target[key as keyof NatsConnection];
      if (key === 'request' && left-- <= 0) return () => Promise.reject(new Error('killed'));
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

describe.each([{ isBatch: false }, { isBatch: true }])('a projection (in batches: $isBatch)', ({ isBatch }) => {
  it('that is made anew while events flow to two replicas holds each event once, in order', async () => {
    const [one, other] = await startTwo(isBatch);
    const ids = Array.from({ length: 30 }, newId);
    await producer.posts(ids, 5);
    await drained();
    // Nobody can say what happened to it.
    await database.withSystem('test', (tx) => tx.query('DELETE FROM effects WHERE version = 3'));
    const flowing = (async () => {
      for (let version = 6; version <= 12; version += 1) await Promise.all(ids.map((id) => producer.post(id, version)));
    })();
    await one.server.rebuild(EFFECTS);
    await other.server.rebuild(EFFECTS);
    await flowing;
    await drained();
    for (const id of ids) expect(await one.versions(id)).toEqual(upTo(12));
    expect([...one.outcomes, ...other.outcomes]).not.toContain('forced');
    // That its durables were away for a moment is nothing that anybody must know.
    expect(bus.log.warnings).not.toContain('a durable cannot be read');
  });

  it('whose making is cut short at any step, or done by two at once, is complete after another time', async () => {
    const [one, other] = await startTwo(isBatch);
    const ids = Array.from({ length: 10 }, newId);
    await producer.posts(ids, 3);
    const connection = await bus.connect('content');
    const options = { service: 'content', database, projection: EFFECTS, log: bus.log, ackWaitSeconds: 2 } as const;
    const clear = async () => {
      throw new Error('killed');
    };
    await expect(rebuildProjection({ ...options, connection, projection: { ...EFFECTS, clear } })).rejects.toThrow('killed');
    let version = 3;
    let isDone = false;
    for (let requests = 0; !isDone; requests += 1) {
      version += 1;
      await Promise.all(ids.map((id) => producer.post(id, version)));
      isDone = await rebuildProjection({ ...options, connection: cutAfter(connection, requests) }).then(
        () => true,
        () => false,
      );
    }
    await Promise.all([one.server.rebuild(EFFECTS), other.server.rebuild(EFFECTS)]);
    const manager = await jetstreamManager(await bus.connect());
    // Whoever was cut short left no durable that could be asked.
    expect((await manager.consumers.info(STREAM, DURABLE)).config.ack_wait).toBe(nanos(2_000));
    await drained();
    for (const id of ids) expect(await one.versions(id)).toEqual(upTo(version));
    expect([...one.outcomes, ...other.outcomes]).not.toContain('forced');
  });

  it('that cannot be set back now is read on as before', async () => {
    const [one] = await startTwo(isBatch);
    const id = newId();
    await producer.post(id, 1);
    await drained();
    const clear = async () => {
      throw new Error('a handler takes too long');
    };
    await expect(one.server.rebuild({ ...EFFECTS, clear })).rejects.toThrow('a handler takes too long');
    await producer.post(id, 2);
    await eventually(async () => expect(await one.versions(id)).toEqual([1, 2]));
  });

  it('keeps what its stream no longer holds', async () => {
    const [one] = await startTwo(isBatch);
    const ids = Array.from({ length: 5 }, newId);
    await producer.posts(ids, 2);
    const manager = await jetstreamManager(await bus.connect());
    const { state } = await manager.streams.info(STREAM);
    await producer.posts(ids, 4, PostChanged, 3);
    await drained();
    const before = (await effects()).length;
    await manager.streams.purge(STREAM, { seq: state.last_seq + 1 });
    await one.server.rebuild(EFFECTS);
    await drained();
    expect(await effects()).toHaveLength(before);
    for (const id of ids) expect(await one.versions(id)).toEqual(upTo(4));
    await producer.posts(ids, 5, PostChanged, 5);
    await drained();
    for (const id of ids) expect(await one.versions(id)).toEqual(upTo(5));
  });
});

describe('the boot check', () => {
  const projection = { ...EFFECTS, sources: ['content'] } as const;

  it('takes projections of events that are handled', () => {
    assertProjections('analytics', [projection], [ContentCreated.subject]);
  });

  it('names a source that nobody handles, and one that two claim', () => {
    expect(() => assertProjections('analytics', [projection], [])).toThrow(
      'effects is made of events of content, which it does not handle',
    );
    const both = [projection, { ...projection, name: 'more' }];
    expect(() => assertProjections('analytics', both, [ContentCreated.subject])).toThrow('effects, more share the events of content');
  });
});
