import { type Database, newId } from '@smartcontent/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Relay } from './relay.js';
import { commitEvent, eventually, TestBus } from './test-bus.fixture.js';
import { keep, type PostHandler, TestConsumer } from './test-consumer.fixture.js';

const ACK_WAIT_SECONDS = 1;

let bus: TestBus;
let scheduling: Database;
let relay: Relay;
const companyId = newId();

beforeAll(async () => {
  bus = await TestBus.start({ postgres: true, ackWaitSeconds: ACK_WAIT_SECONDS });
  scheduling = await bus.database('scheduling');
  relay = new Relay({ connection: await bus.connect('scheduling'), service: 'scheduling', database: scheduling, log: bus.log });
  relay.start();
});
afterAll(async () => {
  await relay?.stop();
  await bus?.[Symbol.asyncDispose]();
});

describe.each([{ isBatch: false }, { isBatch: true }])(
  'a handler that takes several times the ack wait (in batches: $isBatch)',
  ({ isBatch }) => {
    it('is not run again, here or in another replica', async () => {
      const id = newId();
      const runs: number[] = [];
      const slow: PostHandler = async (events, tx) => {
        runs.push(...events.map((event) => event.aggregateVersion));
        const startedAtMs = Date.now();
        // Not idle: Postgres ends a transaction that is.
        await eventually(async () => {
          await tx.query('SELECT 1');
          expect(Date.now() - startedAtMs).toBeGreaterThan(2.5 * ACK_WAIT_SECONDS * 1_000);
        });
        await keep(events, tx);
      };
      const content = await bus.database('content');
      await using one = await TestConsumer.start(bus, content, { isBatch, handler: slow });
      await using other = await TestConsumer.start(bus, content, { isBatch, handler: slow });
      await commitEvent(scheduling, { id, version: 1, companyId });
      await eventually(() => expect(runs).toEqual([1]));
      await commitEvent(scheduling, { id, version: 2, companyId });
      await relay.drained();
      await Promise.all([one.server.drained(), other.server.drained()]);
      expect(await one.versions(id)).toEqual([1, 2]);
      expect(runs).toEqual([1, 2]);
      // The second may have waited in the other replica meanwhile, and come again.
      const settled = [...one.outcomes, ...other.outcomes].filter((outcome) => outcome !== 'gap' && outcome !== 'retried');
      expect(settled).toEqual(['handled', 'handled']);
    });
  },
);
