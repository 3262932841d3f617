import { jetstreamManager } from '@nats-io/jetstream';
import { OPERATED_SERVICES } from '@smartcontent/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deadLetterStream } from './dead-letter-streams.js';
import { convergeStreams } from './streams.js';
import { PostChanged, PostSeen, TestBus } from './test-bus.fixture.js';

let bus: TestBus;
beforeAll(async () => {
  bus = await TestBus.start();
});
afterAll(() => bus?.[Symbol.asyncDispose]());

describe('convergeStreams', () => {
  it('makes streams and durables once, and says what it did', async () => {
    const connection = await bus.connect();
    expect(await convergeStreams(connection, [PostChanged, PostSeen])).toEqual([
      'made stream EVT_SCHEDULING',
      'made stream INGEST',
      ...OPERATED_SERVICES.map((service) => `made stream ${deadLetterStream(service)}`),
      'made stream AUDIT',
      'made durable content_EVT_SCHEDULING',
    ]);
    expect(await convergeStreams(connection, [PostChanged, PostSeen])).toEqual([]);
  });

  it('brings back what somebody changed, without moving a durable', async () => {
    const connection = await bus.connect();
    const manager = await jetstreamManager(connection);
    await manager.consumers.update('EVT_SCHEDULING', 'content_EVT_SCHEDULING', { max_ack_pending: 5 });
    await manager.streams.update('DLQ_CONTENT', { max_age: 0 });
    expect(await convergeStreams(connection, [PostChanged, PostSeen])).toEqual([
      'changed max_age of stream DLQ_CONTENT',
      'changed max_ack_pending of durable content_EVT_SCHEDULING',
    ]);
  });

  it('refuses rather than loses when a stream is full', async () => {
    const manager = await jetstreamManager(await bus.connect());
    for await (const { config } of manager.streams.list()) {
      expect(config).toMatchObject({ discard: 'new', retention: 'limits', storage: 'file', duplicate_window: 600_000_000_000 });
    }
    expect((await manager.streams.info('INGEST')).config.max_bytes).toBe(1024 ** 3);
  });
});
