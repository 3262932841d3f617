import { jetstreamManager } from '@nats-io/jetstream';
import { Database, newId } from '@smartcontent/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Relay } from './relay.js';
import { commitEvent, eventually, PostChanged, TestBus } from './test-bus.fixture.js';
import { DURABLE, STREAM, TestConsumer } from './test-consumer.fixture.js';

let bus: TestBus;
let scheduling: Database;
let relay: Relay;
const companyId = newId();

beforeAll(async () => {
  const events = [{ ...PostChanged, consumers: ['content', 'scheduling'] as const }];
  bus = await TestBus.start({ postgres: true, events, ackWaitSeconds: 1 });
  scheduling = await bus.database('scheduling');
  relay = new Relay({ connection: await bus.connect('scheduling'), service: 'scheduling', database: scheduling, log: bus.log });
  relay.start();
});
afterAll(async () => {
  await relay?.stop();
  await bus?.[Symbol.asyncDispose]();
});

it('a service whose store is away holds up neither the owner of the events nor those who also handle them, and counts nothing', async () => {
  const away = await Database.open({
    ...bus.databaseOptions('content'),
    url: 'postgres://127.0.0.1:1/no',
    systemUrl: 'postgres://127.0.0.1:1/no',
  });
  await using stalled = await TestConsumer.start(bus, away);
  await using other = await TestConsumer.start(bus, scheduling, { service: 'scheduling' });
  const ids = Array.from({ length: 30 }, newId);
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  for (let version = 1; version <= 40; version += 1)
    await Promise.all(ids.map((id) => commitEvent(scheduling, { id, version, companyId })));
  await relay.drained();
  await other.server.drained();
  for (const id of ids) expect(await other.versions(id)).toEqual(upTo(40));

  // What it took it keeps, and asks for no more; nothing is sent to and fro.
  const manager = await jetstreamManager(await bus.connect());
  const info = await manager.consumers.info(STREAM, DURABLE);
  expect(info.num_pending).toBeGreaterThan(0);
  expect(info.num_redelivered).toBe(0);
  expect(stalled.outcomes).toEqual([]);
  await stalled.stop();
  await away.close();

  const content = await bus.database('content');
  await using back = await TestConsumer.start(bus, content);
  await back.server.drained();
  for (const id of ids) await eventually(async () => expect(await back.versions(id)).toEqual(upTo(40)));
  const counted = await content.withSystem('test', (tx) => tx.query('SELECT FROM inbox WHERE attempts > 0'));
  expect(counted).toEqual([]);
});
