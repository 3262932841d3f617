import { jetstreamManager } from '@nats-io/jetstream';
import { type Database, newId } from '@smartcontent/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { durableConfig } from './streams.js';
import { eventually, TestBus } from './test-bus.fixture.js';
import { DURABLE, STREAM, TestConsumer, TestProducer } from './test-consumer.fixture.js';

let bus: TestBus;
let database: Database;
let producer: TestProducer;
beforeAll(async () => {
  bus = await TestBus.start({ postgres: true });
  database = await bus.database('content');
  producer = await TestProducer.start(bus);
});
afterAll(() => bus?.[Symbol.asyncDispose]());

it('begins in the middle of an aggregate where its stream does, with a durable that settled nothing yet', async () => {
  const manager = await jetstreamManager(await bus.connect());
  const ids = [newId(), newId()];
  await producer.posts(ids, 6);
  const { state } = await manager.streams.info(STREAM);
  await manager.streams.purge(STREAM, { seq: state.last_seq - 3 });
  await manager.consumers.delete(STREAM, DURABLE);
  await manager.consumers.add(STREAM, durableConfig('content', 'scheduling'));
  await using one = await TestConsumer.start(bus, database);
  await using other = await TestConsumer.start(bus, database);
  for (const id of ids) await eventually(async () => expect(await other.versions(id)).toEqual([5, 6]));
  await one.server.drained();
});
