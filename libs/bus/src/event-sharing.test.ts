import { AppError } from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { eventually, TestBus } from './test-bus.fixture.js';
import { keep, type PostHandler, TestConsumer, TestProducer } from './test-consumer.fixture.js';

interface Call {
  readonly eventId: string;
  readonly transaction: string;
  readonly companyId: string | null | undefined;
  readonly causationId: string | undefined;
}

let bus: TestBus;
let producer: TestProducer;
let content: TestConsumer;
let calls: Call[] = [];

const noted: PostHandler = async (events, tx) => {
  const row = await tx.one<{ id: string }>('SELECT pg_current_xact_id()::text AS id');
  const { actor, causationId } = tx.context ?? {};
  calls.push({ eventId: events[0]?.id ?? '', transaction: row?.id ?? '', companyId: actor?.company_id, causationId });
  await keep(events, tx);
};
const transactions = () => new Set(calls.map(({ transaction }) => transaction)).size;

async function handleAll(): Promise<void> {
  await content.start();
  await content.server.drained();
}

beforeAll(async () => {
  bus = await TestBus.start({ postgres: true });
  producer = await TestProducer.start(bus);
  content = await TestConsumer.start(bus, await bus.database('content'));
});
beforeEach(async () => {
  await content.stop();
  content.handler = noted;
  content.outcomes.length = 0;
  calls = [];
});
afterAll(async () => {
  await content?.stop();
  await bus?.[Symbol.asyncDispose]();
});

it('shares a transaction where many wait, each event under its own company and in its own name', async () => {
  const companies = [newId(), newId()];
  const ids = Array.from({ length: 40 }, newId);
  for (const version of [1, 2, 3])
    for (const [index, aggregateid] of ids.entries()) {
      const attributes = { aggregateid, aggregateversion: String(version), companyid: companies[index % 2] as string };
      await producer.send('evt.scheduling.post.changed.v1', '{"text":"a text"}', attributes);
    }
  await handleAll();
  for (const id of ids) expect(await content.versions(id)).toEqual([1, 2, 3]);
  expect(calls).toHaveLength(120);
  expect(transactions()).toBeLessThan(120);
  for (const { eventId, causationId } of calls) expect(causationId).toBe(eventId);
  expect(calls.filter(({ companyId }) => companyId === companies[0])).toHaveLength(60);
  expect(calls.filter(({ companyId }) => companyId === companies[1])).toHaveLength(60);
});

it('lets only the guilty one fail of those that share a transaction', async () => {
  const ids = Array.from({ length: 40 }, newId);
  const guilty = ids[20] as string;
  content.handler = async (events, tx) => {
    await noted(events, tx);
    if (events[0]?.aggregateId === guilty && events[0].aggregateVersion === 2) throw new AppError('CONTENT_NOT_FOUND');
  };
  await producer.posts(ids, 3);
  await handleAll();
  for (const id of ids) expect(await content.versions(id)).toEqual(id === guilty ? [1, 3] : [1, 2, 3]);
  expect(content.outcomes.filter((outcome) => outcome === 'dead')).toHaveLength(1);
  expect(content.outcomes.filter((outcome) => outcome === 'handled')).toHaveLength(119);
});

it('commits slow handlers by themselves, eight at once', async () => {
  let begun = 0;
  let running = 0;
  let most = 0;
  const free = Promise.withResolvers<void>();
  content.handler = async (events, tx) => {
    begun += 1;
    running += 1;
    most = Math.max(most, running);
    // What comes later must not wait for fewer places than what came first.
    if (begun > 16) await free.promise;
    await tx.query('SELECT pg_sleep(0.06)');
    await noted(events, tx);
    running -= 1;
  };
  await producer.posts(Array.from({ length: 30 }, newId), 1);
  await content.start();
  await eventually(() => expect([begun, running]).toEqual([24, 8])).finally(free.resolve);
  await content.server.drained();
  expect(calls).toHaveLength(30);
  expect(transactions()).toBe(30);
  expect(most).toBe(8);
});

it('waits but briefly for rows of others while it holds those of many, and counts nothing', async () => {
  const database = await bus.database('content');
  const ids = Array.from({ length: 40 }, newId);
  const free = Promise.withResolvers<void>();
  const isHeld = Promise.withResolvers<void>();
  const standing = database.withSystem('test', async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock(4242)');
    isHeld.resolve();
    await free.promise;
  });
  await isHeld.promise;
  content.handler = async (events, tx) => {
    if (events[0]?.aggregateId === ids[20]) await tx.query('SELECT pg_advisory_xact_lock(4242)');
    await noted(events, tx);
  };
  await producer.posts(ids, 1);
  await content.start();
  await eventually(() => expect(new Set(calls.map(({ eventId }) => eventId)).size).toBe(39));
  free.resolve();
  await standing;
  await content.server.drained();
  for (const id of ids) expect(await content.versions(id)).toEqual([1]);
  const text = 'SELECT FROM inbox WHERE attempts > 0 AND aggregate_id = ANY ($1)';
  const counted = await database.withSystem('test', (tx) => tx.query(text, [ids]));
  expect(counted).toEqual([]);
});
