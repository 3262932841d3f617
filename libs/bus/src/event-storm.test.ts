import { AppError } from '@smartcontent/contracts';
import { type Database, newId } from '@smartcontent/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, TestBus } from './test-bus.fixture.js';
import { keep, type PostHandler, TestConsumer, TestProducer } from './test-consumer.fixture.js';

const AGGREGATES = 30;
const VERSIONS = 20;
const REPLICAS = 3;

let bus: TestBus;
let database: Database;
let producer: TestProducer;

beforeAll(async () => {
  bus = await TestBus.start({ postgres: true, ackWaitSeconds: 1 });
  database = await bus.database('content');
  producer = await TestProducer.start(bus);
});
afterAll(() => bus?.[Symbol.asyncDispose]());

/** Numbers from 0 to 1, the same again from the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

it.each([
  { isBatch: false, seed: 1 },
  { isBatch: true, seed: 2 },
])(
  'every event is handled once and in order, whatever fails, stops and crashes (in batches: $isBatch)',
  { timeout: 90_000 },
  async (run) => {
    const random = randomFrom(run.seed);
    const failed = new Set<string>();
    /** Every tenth event fails once: for good reasons, or because something is away. */
    const handler: PostHandler = async (events, tx) => {
      await keep(events, tx);
      const unlucky = events.find(({ id }) => !failed.has(id) && random() < 0.1);
      if (!unlucky) return;
      failed.add(unlucky.id);
      throw random() < 0.5 ? new Error('no luck') : new AppError('PLATFORM_SERVICE_UNAVAILABLE');
    };
    const start = () => TestConsumer.start(bus, database, { isBatch: run.isBatch, handler });
    const replicas = await Promise.all(Array.from({ length: REPLICAS }, start));
    const crashed: TestConsumer[] = [];
    const ids = Array.from({ length: AGGREGATES }, newId);

    for (let version = 1; version <= VERSIONS; version += 1) {
      await producer.posts(ids, version, undefined, version);
      const place = Math.floor(random() * REPLICAS);
      const replica = replicas[place] as TestConsumer;
      if (random() < 0.2) {
        await replica.crash();
        crashed.push(replica);
        replicas[place] = await start();
      } else if (random() < 0.3) {
        await replica.stop();
        await replica.start();
      }
    }
    const expected = Array.from({ length: VERSIONS }, (_, index) => index + 1);
    for (const id of ids) await eventually(async () => expect(await (replicas[0] as TestConsumer).versions(id)).toEqual(expected), 30_000);
    expect(crashed.length).toBeGreaterThan(0);
    expect(failed.size).toBeGreaterThan(10);
    for (const replica of [...replicas, ...crashed]) await replica.stop();
    expect([...replicas, ...crashed].flatMap(({ outcomes }) => outcomes)).not.toContain('forced');
  },
);
