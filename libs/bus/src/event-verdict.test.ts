import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import { AppError } from '@smartcontent/contracts';
import { type Database, newId } from '@smartcontent/database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEAD_HEADER } from './dead-letters.js';
import { eventually, TestBus } from './test-bus.fixture.js';
import { keep, LETTERS, TestConsumer, TestProducer } from './test-consumer.fixture.js';

let bus: TestBus;
let database: Database;
let producer: TestProducer;
let manager: JetStreamManager;
let content: TestConsumer;

beforeAll(async () => {
  bus = await TestBus.start({ postgres: true, ackWaitSeconds: 1 });
  database = await bus.database('content');
  producer = await TestProducer.start(bus);
  manager = await jetstreamManager(await bus.connect());
  content = await TestConsumer.start(bus, database);
});
beforeEach(() => {
  content.handler = keep;
  content.outcomes.length = 0;
});
afterAll(async () => {
  await content?.stop();
  await bus?.[Symbol.asyncDispose]();
});

const outcomes = (wanted: string) => content.outcomes.filter((outcome) => outcome === wanted).length;

describe('while the stream of dead letters is full', () => {
  it('what was decided is not tried again, and its letter is written when there is room', async () => {
    const [guilty, other] = [newId(), newId()];
    let runs = 0;
    content.handler = async (events, tx) => {
      if (events[0]?.aggregateId !== guilty || events[0].aggregateVersion > 1) return keep(events, tx);
      runs += 1;
      throw new AppError('CONTENT_NOT_FOUND');
    };
    await manager.streams.update(LETTERS, { max_bytes: 1 });
    const eventId = await producer.post(guilty, 1);
    await eventually(() => expect(outcomes('retried')).toBeGreaterThan(3));
    await producer.post(guilty, 2);
    await producer.post(other, 1);
    await eventually(async () => expect(await content.versions(other)).toEqual([1]));
    expect(await content.versions(guilty)).toEqual([]);
    await manager.streams.update(LETTERS, { max_bytes: -1 });
    expect((await producer.deadLetter(eventId)).header.get(DEAD_HEADER.cause)).toBe('permanent');
    await content.server.drained();
    expect(runs).toBe(1);
    expect(await content.versions(guilty)).toEqual([2]);
  });
});

describe('a handler that does nothing in its transaction for too long', () => {
  it('fails by itself: it is counted, and given up in the end', async () => {
    const id = newId();
    content.handler = async (_events, tx) => {
      const text = `SELECT pg_backend_pid() AS pid, set_config('idle_in_transaction_session_timeout', '20', true)`;
      const [session] = await tx.query<{ pid: number }>(text);
      const find = () => database.withSystem('test', (other) => other.query('SELECT FROM pg_stat_activity WHERE pid = $1', [session?.pid]));
      await eventually(async () => expect(await find()).toEqual([]));
      await tx.query('SELECT 1');
    };
    const eventId = await producer.post(id, 1);
    const letter = await producer.deadLetter(eventId);
    expect(letter.header.get(DEAD_HEADER.cause)).toBe('exhausted');
    expect(letter.header.get(DEAD_HEADER.error)).toContain('idle-in-transaction');
  });
});
