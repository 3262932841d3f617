import { AppError } from '@smartcontent/contracts';
import { type Database, newId, type Tx } from '@smartcontent/database';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEAD_HEADER } from './dead-letters.js';
import { PostChanged, PostSeen, TestBus } from './test-bus.fixture.js';
import { keep, type PostEvent, TestConsumer, TestProducer } from './test-consumer.fixture.js';

let bus: TestBus;
let database: Database;
let producer: TestProducer;
let content: TestConsumer;

beforeAll(async () => {
  bus = await TestBus.start({ postgres: true });
  database = await bus.database('content');
  producer = await TestProducer.start(bus);
  content = await TestConsumer.start(bus, database);
});
beforeEach(() => {
  content.handler = keep;
  content.outcomes.length = 0;
});
afterAll(async () => {
  await content?.stop();
  // The rights derived from the contracts are enough.
  expect(bus.log.errors).not.toContain('NATS refused something');
  await bus?.[Symbol.asyncDispose]();
});

const drained = () => content.server.drained();

describe('an event', () => {
  it('is handled once, with its context', async () => {
    const id = newId();
    const seen: { events: readonly PostEvent[]; tx: Tx }[] = [];
    content.handler = async (events, tx) => {
      seen.push({ events, tx });
      await keep(events, tx);
    };
    const eventId = await producer.post(id, 1);
    await drained();
    expect(await content.versions(id)).toEqual([1]);
    expect(seen).toHaveLength(1);
    const event = seen[0]?.events[0];
    const { companyId } = producer;
    expect(event).toMatchObject({ id: eventId, subject: PostChanged.subject, companyId, aggregateVersion: 1, data: { text: 'text 1' } });
    expect(seen[0]?.tx.context).toMatchObject({
      actor: { kind: 'service', service: 'content', company_id: companyId, reason: `event ${PostChanged.subject}` },
      correlationId: event?.correlationId,
      causationId: eventId,
    });
  });

  it('that is delivered twice has its effect once', async () => {
    const attributes = { aggregateid: newId(), id: newId(), time: new Date().toISOString() };
    for (const _ of [1, 2]) await producer.send(PostChanged.subject, '{"text":"twice"}', attributes);
    await drained();
    expect(await content.versions(attributes.aggregateid)).toEqual([1]);
    expect(content.outcomes).toEqual(['handled', 'duplicate']);
  });

  it('that does not fit its contract goes to the dead letters, and the next one of its aggregate is handled', async () => {
    const aggregateid = newId();
    const eventId = await producer.send(PostChanged.subject, '{"text":7}', { aggregateid });
    const message = await producer.deadLetter(eventId);
    expect(message.subject).toBe(`dlq.content.${PostChanged.subject}`);
    expect(message.string()).toBe('{"text":7}');
    expect(message.header.get(DEAD_HEADER.cause)).toBe('malformed');
    expect(message.header.get(DEAD_HEADER.error)).toContain('text: Invalid input');
    await producer.post(aggregateid, 2);
    await drained();
    expect(await content.versions(aggregateid)).toEqual([2]);
  });

  it('without a readable envelope, of an unknown version or without JSON goes to the dead letters', async () => {
    const timeless = await producer.send(PostChanged.subject, '{"text":"when"}', { time: '2026-02-30T00:00:00Z' });
    expect((await producer.deadLetter(timeless)).header.get(DEAD_HEADER.error)).toContain('ce-time is malformed');
    await producer.send(PostChanged.subject, 'no envelope', { id: '' });
    expect((await producer.deadLetter('no envelope')).header.get(DEAD_HEADER.error)).toContain('ce-id is missing');
    const newer = await producer.send('evt.scheduling.post.changed.v2', '{"text":"new"}');
    expect((await producer.deadLetter(newer)).header.get(DEAD_HEADER.cause)).toBe('unknown-version');
    const rubbish = await producer.send(PostChanged.subject, 'rubbish');
    expect((await producer.deadLetter(rubbish)).header.get(DEAD_HEADER.cause)).toBe('malformed');
    await drained();
  });

  it('is tried again after a failure, and then has its effect once', async () => {
    const id = newId();
    let tries = 0;
    content.handler = async (events, tx) => {
      await keep(events, tx);
      tries += 1;
      if (tries < 3) throw new Error('not yet');
    };
    await producer.post(id, 1);
    await drained();
    expect(tries).toBe(3);
    expect(await content.versions(id)).toEqual([1]);
    expect(content.outcomes).toEqual(['retried', 'retried', 'handled']);
  });

  it('that fails for good goes to the dead letters at once, and leaves nothing behind', async () => {
    const id = newId();
    content.handler = async (events, tx) => {
      await keep(events, tx);
      throw new AppError('CONTENT_NOT_FOUND');
    };
    const eventId = await producer.post(id, 1);
    await drained();
    const message = await producer.deadLetter(eventId);
    expect(message.header.get(DEAD_HEADER.cause)).toBe('permanent');
    expect(message.header.get(DEAD_HEADER.error)).toContain('CONTENT_NOT_FOUND');
    expect(await content.versions(id)).toEqual([]);
  });

  it('that fails every time goes to the dead letters with its history; what follows is handled', async () => {
    const id = newId();
    content.handler = async (events, tx) => {
      if (events[0]?.aggregateVersion === 1) throw new Error('no — 1');
      await keep(events, tx);
    };
    const eventId = await producer.post(id, 1);
    await producer.post(id, 2);
    await drained();
    const message = await producer.deadLetter(eventId);
    expect(message.header.get(DEAD_HEADER.cause)).toBe('exhausted');
    expect(JSON.parse(message.header.get(DEAD_HEADER.history))).toEqual(Array(3).fill({ at: expect.any(String), cause: 'Error: no — 1' }));
    expect(await content.versions(id)).toEqual([2]);
  });

  it('waits without a count while a service that its handler needs is away, and tells when it is back', async () => {
    const id = newId();
    const told = vi.spyOn(bus.log, 'info');
    let tries = 0;
    content.handler = async (events, tx) => {
      tries += 1;
      if (tries <= 3) throw new AppError('PLATFORM_SERVICE_UNAVAILABLE');
      await keep(events, tx);
    };
    await producer.post(id, 1);
    await drained();
    const attempts = await database.withSystem('test', (tx) => tx.query('SELECT attempts FROM inbox WHERE aggregate_id = $1', [id]));
    expect(attempts).toEqual([{ attempts: 0 }]);
    expect(await content.versions(id)).toEqual([1]);
    const back = ['what events waited for is back', expect.objectContaining({ tries: 3, seconds: expect.any(Number) })];
    expect(told.mock.calls.filter(([message]) => message.includes('waited'))).toEqual([back]);
  });
});

describe('order', () => {
  it('is kept within an aggregate, while another one overtakes', async () => {
    const [slow, fast] = [newId(), newId()];
    const started = Promise.withResolvers<void>();
    content.handler = async (events, tx) => {
      const [event] = events;
      if (event?.aggregateId === slow && event.aggregateVersion === 1) await started.promise;
      await keep(events, tx);
      if (event?.aggregateId === fast) started.resolve();
    };
    await producer.posts([slow], 20);
    await producer.post(fast, 1);
    await drained();
    expect(await content.versions(slow)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(await content.versions(fast)).toEqual([1]);
  });

  it('is kept past a failure, and past events that nobody here handles', async () => {
    const id = newId();
    let failures = 2;
    content.handler = async (events, tx) => {
      if (events[0]?.aggregateVersion === 2 && failures-- > 0) throw new Error('not yet');
      await keep(events, tx);
    };
    const contracts = [PostChanged, PostChanged, PostSeen, PostSeen, PostChanged];
    for (const [index, contract] of contracts.entries()) await producer.post(id, index + 1, contract);
    await drained();
    expect(await content.versions(id)).toEqual([1, 2, 5]);
    expect(content.outcomes.toSorted()).toEqual(['handled', 'handled', 'handled', 'retried', 'retried', 'skipped', 'skipped']);
  });

  it('goes on without a version that the stream no longer holds', async () => {
    const id = newId();
    await producer.post(id, 7);
    await drained();
    expect(await content.versions(id)).toEqual([7]);
    expect(content.outcomes).toContain('forced');
    await producer.post(id, 6);
    await drained();
    expect(await content.versions(id)).toEqual([7]);
    expect(content.outcomes.at(-1)).toBe('older');
  });

  it('goes on for many such aggregates at once without waiting for each', async () => {
    const ids = Array.from({ length: 200 }, newId);
    await content.stop();
    await Promise.all(ids.map((id) => producer.post(id, 3)));
    await content.start();
    const startedMs = performance.now();
    await drained();
    // One after the other they would take minutes.
    expect(performance.now() - startedMs).toBeLessThan(20_000);
    for (const id of ids) expect(await content.versions(id)).toEqual([3]);
  });
});
