import { jetstreamManager } from '@nats-io/jetstream';
import { type Database, newId } from '@smartcontent/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { durableConfig } from './streams.js';
import { eventually, PostChanged, TestBus } from './test-bus.fixture.js';
import { DURABLE, keep, STREAM, TestConsumer, TestProducer } from './test-consumer.fixture.js';

let bus: TestBus;
let database: Database;
let producer: TestProducer;

beforeAll(async () => {
  bus = await TestBus.start({ postgres: true, ackWaitSeconds: 1 });
  database = await bus.database('content');
  producer = await TestProducer.start(bus);
});
afterAll(() => bus?.[Symbol.asyncDispose]());

it.each([{ isBatch: false }, { isBatch: true }])(
  'what was deleted stays deleted, whatever comes late (in batches: $isBatch)',
  async ({ isBatch }) => {
    await using content = await TestConsumer.start(bus, database, { isBatch });
    const id = newId();
    content.handler = async (events, tx) => {
      await keep(events, tx);
      if (events.some((event) => event.data.text === 'deleted')) await tx.query('DELETE FROM effects WHERE aggregate_id = $1', [id]);
    };
    const send = (version: number, text: string) =>
      producer.send(PostChanged.subject, JSON.stringify({ text }), { aggregateid: id, aggregateversion: String(version) });
    await producer.posts([id], 2);
    await send(3, 'deleted');
    await content.server.drained();
    expect(await content.versions(id)).toEqual([]);

    await send(2, 'late');
    await content.server.drained();
    expect(content.outcomes.at(-1)).toBe('older');
    expect(await content.versions(id)).toEqual([]);

    // From the stream's beginning, and on a server that knows nothing of what was acknowledged.
    const manager = await jetstreamManager(await bus.connect());
    const { created } = await manager.consumers.info(STREAM, DURABLE);
    await manager.consumers.delete(STREAM, DURABLE);
    await manager.consumers.add(STREAM, durableConfig('content', 'scheduling', { ackWaitSeconds: 1 }));
    await send(1, 'later still');
    await eventually(async () => {
      const info = await manager.consumers.info(STREAM, DURABLE);
      expect(info.created).not.toBe(created);
      expect([info.num_pending, info.num_ack_pending]).toEqual([0, 0]);
    });
    expect(await content.versions(id)).toEqual([]);
    expect(content.outcomes.filter((outcome) => outcome === 'older')).toHaveLength(2);
  },
);
