import { type Database, newId } from '@smartcontent/database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Relay } from './relay.js';
import { commitEvent, eventually, PostChanged, TestBus } from './test-bus.fixture.js';
import { keep, TestConsumer, TestProducer } from './test-consumer.fixture.js';

/** Acknowledgements that were on their way are lost with the connection, and their events come again. */
const RECOVERY_MS = 20_000;

let bus: TestBus;
let scheduling: Database;
let database: Database;
let relay: Relay;
let content: TestConsumer;
const companyId = newId();

beforeAll(async () => {
  bus = await TestBus.start({ postgres: true, ackWaitSeconds: 2 });
  [scheduling, database] = await Promise.all([bus.database('scheduling'), bus.database('content')]);
  relay = new Relay({ connection: await bus.connect('scheduling'), service: 'scheduling', database: scheduling, log: bus.log });
  relay.start();
  content = await TestConsumer.start(bus, database);
});
beforeEach(() => {
  content.handler = keep;
});
afterAll(async () => {
  await content?.stop();
  await relay?.stop();
  await bus?.[Symbol.asyncDispose]();
});

const change = (id: string, version: number) => commitEvent(scheduling, { id, version, companyId });

async function drained(): Promise<void> {
  await relay.drained();
  await content.server.drained();
}

describe('an outage', () => {
  it('of Postgres costs no event an attempt', async () => {
    const ids = Array.from({ length: 50 }, newId);
    for (const id of ids) await change(id, 1);
    await relay.drained();
    await bus.stopPostgres();
    await (await TestProducer.start(bus)).post(newId(), 1);
    await bus.startPostgres();
    await drained();
    for (const id of ids) expect(await content.versions(id)).toEqual([1]);
    const counted = await database.withSystem('test', (tx) =>
      tx.query('SELECT 1 FROM inbox WHERE attempts > 0 AND aggregate_id = ANY ($1)', [ids]),
    );
    expect(counted).toEqual([]);
  });

  it('of a replica that stands still in a transaction holds up just its aggregate, and counts nothing', async () => {
    const [held, other] = [newId(), newId()];
    const stuck = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    content.handler = async (events, tx) => {
      await keep(events, tx);
      begun.resolve();
      await stuck.promise;
    };
    const producer = await TestProducer.start(bus);
    await using replica = await TestConsumer.start(bus, database);
    await content.stop();
    await using standing = await TestConsumer.start(bus, database, { handler: content.handler });
    await replica.stop();
    await producer.post(held, 1);
    await begun.promise;
    await replica.start();
    // It has version 1 as well as soon as the ack wait of the other one is over, and cannot have it.
    await standing.crash();
    await producer.posts([held], 2, PostChanged, 2);
    for (let version = 1; version <= 20; version += 1) await producer.post(other, version);
    await eventually(async () => expect(await replica.versions(other)).toHaveLength(20));
    await eventually(() => expect(replica.outcomes).toContain('gap'));
    stuck.resolve();
    await eventually(async () => expect(await replica.versions(held)).toEqual([1, 2]));
    const counted = await database.withSystem('test', (tx) =>
      tx.query('SELECT FROM inbox WHERE attempts > 0 AND aggregate_id = $1', [held]),
    );
    expect(counted).toEqual([]);
    await content.start();
  });

  it('of NATS loses no event and doubles none', async () => {
    const ids = Array.from({ length: 5 }, newId);
    const rounds = [1, 2, 3, 4];
    for (const version of rounds) for (const id of ids) await change(id, version);
    await bus.stopNats();
    await bus.startNats();
    for (const id of ids) await change(id, 5);
    for (const id of ids) await eventually(async () => expect(await content.versions(id)).toEqual([...rounds, 5]), RECOVERY_MS);
  });

  it('of the service leaves its events for the next process', async () => {
    const id = newId();
    const begun = Promise.withResolvers<void>();
    content.handler = async (events, tx) => {
      begun.resolve();
      await keep(events, tx);
    };
    await change(id, 1);
    await begun.promise;
    await content.stop();
    await change(id, 2);
    await content.start();
    await drained();
    expect(await content.versions(id)).toEqual([1, 2]);
  });
});
