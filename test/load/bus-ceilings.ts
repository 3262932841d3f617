import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { connectBus } from '@smartcontent/bus';
import { newId } from '@smartcontent/database';
import { Pool } from 'pg';
import type { BenchStores } from './bench-stores.js';
import { BenchWritten, EVENT_TEXT } from './bus-event.js';
import type { Figures } from './figures.js';

const SECONDS = 3;
/** Publications under way at once. */
const PUBLISHERS = 1_000;
const WRITERS = 16;
const PULLED = 500;

const ROW_AND_EVENT = `
  WITH row AS (INSERT INTO scheduling.written (id, number, text) VALUES ($1, $2, $3))
  INSERT INTO scheduling.outbox (event_id, company_id, subject, aggregate_id, aggregate_version, headers, data)
  VALUES ($1, $1, $4, $1, 1, $5, $6)`;

/** What Postgres and bare @nats-io reach on these stores, each with the cores to itself. */
export async function measureCeilings(scope: AsyncDisposableStack, stores: BenchStores): Promise<Figures> {
  const connection = await connectBus({ url: stores.natsUrl, name: 'scheduling' });
  scope.defer(() => connection.close());
  return {
    raw_statements_per_second: await measureStatements(scope, stores),
    raw_publishes_per_second: await measurePublishes(connection),
    raw_pulls_per_second: await measurePulls(connection),
  };
}

/** A row and its outbox row in one statement, autocommitted. */
async function measureStatements(scope: AsyncDisposableStack, { postgresUrl }: BenchStores): Promise<number> {
  const pool = new Pool({ connectionString: postgresUrl, max: WRITERS });
  scope.defer(() => pool.end());
  const headers = JSON.stringify({ specversion: '1.0', type: BenchWritten.subject, datacontenttype: 'application/json' });
  return repeat(WRITERS, async (number) => {
    const values = [newId(), number, EVENT_TEXT, BenchWritten.subject, headers, JSON.stringify({ number, text: EVENT_TEXT })];
    await pool.query({ name: 'row and event', text: ROW_AND_EVENT, values });
  });
}

async function measurePublishes(connection: NatsConnection): Promise<number> {
  const stream = jetstream(connection);
  return repeat(PUBLISHERS, async (number) => {
    await stream.publish(BenchWritten.subject, JSON.stringify({ number, text: EVENT_TEXT }), { msgID: newId() });
  });
}

/** What was published before, fetched and acknowledged. */
async function measurePulls(connection: NatsConnection): Promise<number> {
  const consumer = await jetstream(connection).consumers.get('EVT_SCHEDULING', 'content_EVT_SCHEDULING');
  let pulled = 0;
  const startedAt = performance.now();
  const endsAt = startedAt + SECONDS * 1_000;
  while (performance.now() < endsAt) {
    const before = pulled;
    for await (const message of await consumer.fetch({ max_messages: PULLED, expires: 1_000 })) {
      message.ack();
      pulled += 1;
    }
    if (pulled === before) break;
  }
  return (pulled / (performance.now() - startedAt)) * 1_000;
}

/** Times per second that the work was done, so many at once. */
async function repeat(atOnce: number, work: (number: number) => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  const endsAt = startedAt + SECONDS * 1_000;
  let done = 0;
  const worker = async () => {
    while (performance.now() < endsAt) {
      await work(done);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (done / (performance.now() - startedAt)) * 1_000;
}
