import { AppError } from '@smartcontent/contracts';
import { type Database, newId } from '@smartcontent/database';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { readDeadLetter } from './dead-letter.js';
import { TestBus } from './test-bus.fixture.js';
import { keep, TestConsumer, TestProducer } from './test-consumer.fixture.js';

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
  content.handler = async () => {
    throw new AppError('CONTENT_NOT_FOUND');
  };
});
afterAll(async () => {
  await content?.stop();
  await bus?.[Symbol.asyncDispose]();
});

/** An event that was given up while the next one of its aggregate was handled. */
async function givenUp() {
  const id = newId();
  const letter = readDeadLetter('content', await producer.deadLetter(await producer.post(id, 1)));
  content.handler = keep;
  await producer.post(id, 2);
  await content.server.drained();
  return { id, letter };
}

it('runs a dead letter once, whatever newer versions did', async () => {
  const { id, letter } = await givenUp();
  expect(await content.server.replay(letter)).toBe('replayed');
  expect(await content.server.replay(letter)).toBe('duplicate');
  expect(await content.versions(id)).toEqual([2, 1]);
  await producer.post(id, 3);
  await content.server.drained();
  expect(await content.versions(id)).toEqual([2, 1, 3]);
});

it('runs it once where several ask at the same time', async () => {
  const { id, letter } = await givenUp();
  const outcomes = await Promise.all([1, 2, 3].map(() => content.server.replay(letter)));
  expect(outcomes.toSorted()).toEqual(['duplicate', 'duplicate', 'replayed']);
  expect(await content.versions(id)).toEqual([2, 1]);
});

it('leaves everything as it was where the handler fails again', async () => {
  const { id, letter } = await givenUp();
  content.handler = async (events, tx) => {
    await keep(events, tx);
    throw new Error('still not');
  };
  await expect(content.server.replay(letter)).rejects.toThrow('still not');
  expect(await content.versions(id)).toEqual([2]);
  content.handler = keep;
  expect(await content.server.replay(letter)).toBe('replayed');
});

it('refuses what this service does not handle', async () => {
  const { letter } = await givenUp();
  await expect(content.server.replay({ ...letter, subject: 'evt.scheduling.post.changed.v2' })).rejects.toThrow('has no handler for');
  await expect(content.server.replay({ ...letter, data: Buffer.from('{}') })).rejects.toThrow('text');
});
