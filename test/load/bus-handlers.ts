import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { headers as emptyHeaders } from '@nats-io/transport-node';
import { connectBus } from '@smartcontent/bus';
import { newId } from '@smartcontent/database';
import { Client } from 'pg';
import { startProcess } from './bench-process.js';
import type { BenchStores } from './bench-stores.js';
import { BenchWritten, EVENT_TEXT } from './bus-event.js';
import { type Figures, median } from './figures.js';

const FLOOD_MS = 10_000;
const WARM_UP_MS = 2_000;
const ROUNDS = 3;
const BACKLOG = { aggregates: 1_000, versions: 60 };
/** Publications under way at once. */
const WINDOW = 1_000;
const POLL_MS = 20;

/**
 * Writers, relay and handler as three processes: `outbox_events_per_second` from the first writer's transaction to the last handler's. Then a
 * handler that takes batches drains what waits in the stream: `batch_handler_events_per_second`. Each checks that every event was handled once
 * and each aggregate in order.
 */
export async function measureHandlers(scope: AsyncDisposableStack, stores: BenchStores): Promise<Figures> {
  const handled = await Handled.open(scope, stores);
  const outbox = await measureOutbox(stores, handled);
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measureBatches(stores, handled));
  return { outbox_events_per_second: outbox, batch_handler_events_per_second: median(rounds) };
}

async function measureOutbox(stores: BenchStores, handled: Handled): Promise<number> {
  await using scope = new AsyncDisposableStack();
  await handled.forget();
  await startHandler(scope, stores, 'bus-handler-main.js');
  await startPeer(scope, stores, 'relay');
  const writer = await startPeer(scope, stores, 'writer');
  await handled.reach(await ask(writer, WARM_UP_MS));
  await handled.forget();
  const startedAt = performance.now();
  const written = await ask(writer, FLOOD_MS);
  await handled.reach(written);
  const seconds = (performance.now() - startedAt) / 1_000;
  await handled.verify(written);
  return written / seconds;
}

/** From the call with the first batch to the end of the last one's transaction; the start of the process is not in it. */
async function measureBatches(stores: BenchStores, handled: Handled): Promise<number> {
  await using scope = new AsyncDisposableStack();
  await handled.forget();
  await publishBacklog(stores);
  await startHandler(scope, stores, 'bus-batch-main.js');
  const total = BACKLOG.aggregates * BACKLOG.versions;
  const endedAtMs = await handled.reach(total);
  await handled.verify(total);
  return total / ((endedAtMs - (await handled.firstAtMs())) / 1_000);
}

/** As the relay would have published it, an aggregate's versions far apart. */
async function publishBacklog({ natsUrl }: BenchStores): Promise<void> {
  const connection = await connectBus({ url: natsUrl, name: 'scheduling' });
  const stream = jetstream(connection);
  const ids = Array.from({ length: BACKLOG.aggregates }, newId);
  const companyId = newId();
  const publish = (id: string, version: number) => {
    const headers = emptyHeaders();
    const eventId = newId();
    const attributes = { id: eventId, time: new Date().toISOString(), companyid: companyId, aggregateid: id, correlationid: eventId };
    for (const [name, value] of Object.entries(attributes)) headers.append(`ce-${name}`, value);
    headers.append('ce-aggregateversion', String(version));
    headers.append('ce-actor', 'service:scheduling');
    return stream.publish(BenchWritten.subject, JSON.stringify({ number: version, text: EVENT_TEXT }), { headers, msgID: eventId });
  };
  for (let version = 1; version <= BACKLOG.versions; version += 1) {
    for (let from = 0; from < ids.length; from += WINDOW)
      await Promise.all(ids.slice(from, from + WINDOW).map((id) => publish(id, version)));
  }
  await connection.close();
}

async function startHandler(scope: AsyncDisposableStack, stores: BenchStores, main: string): Promise<void> {
  const env = await stores.env('content');
  const readyUrl = `http://127.0.0.1:${env.HEALTH_PORT}/readyz`;
  await startProcess(scope, { main: join(import.meta.dirname, main), env, logFile: join(stores.folder, 'handler.log'), readyUrl });
}

/** A process that ends with the scope. Returns once it said that it is ready. */
async function startPeer(scope: AsyncDisposableStack, stores: BenchStores, role: 'writer' | 'relay'): Promise<ChildProcess> {
  const env = { NODE_ENV: 'production', ...(await stores.env('scheduling')) };
  const child = fork(join(import.meta.dirname, 'bus-writer-main.js'), [role], { env });
  scope.defer(async () => {
    const exited = once(child, 'exit');
    if (child.connected) child.disconnect();
    await exited;
  });
  await once(child, 'message');
  return child;
}

/** The number of events that it has written in this time. */
async function ask(writer: ChildProcess, milliseconds: number): Promise<number> {
  writer.send(milliseconds);
  return (await once(writer, 'message'))[0] as number;
}

/** The rows that the handlers write, and the stream that they write them from. */
class Handled {
  private constructor(
    private readonly admin: Client,
    private readonly stores: BenchStores,
  ) {}

  static async open(scope: AsyncDisposableStack, stores: BenchStores): Promise<Handled> {
    const admin = new Client(stores.postgresUrl);
    await admin.connect();
    scope.defer(() => admin.end());
    return new Handled(admin, stores);
  }

  /** Nothing is handled, and nothing waits. */
  async forget(): Promise<void> {
    const connection = await connectBus({ url: this.stores.natsUrl, name: 'platform' });
    await (await jetstreamManager(connection)).streams.purge('EVT_SCHEDULING');
    await connection.close();
    await this.admin.query('TRUNCATE content.handled');
    await this.admin.query('CHECKPOINT');
  }

  /** The instant at which so many were committed. */
  async reach(count: number): Promise<number> {
    for (;;) {
      const { rows } = await this.admin.query('SELECT count(*)::int AS count FROM content.handled');
      if (rows[0].count >= count) return Date.now();
      await delay(POLL_MS);
    }
  }

  async firstAtMs(): Promise<number> {
    return (await this.admin.query('SELECT min(at_ms) AS first FROM content.handled')).rows[0].first;
  }

  /** @throws Error where an event is missing or was handled twice, or an aggregate's versions are out of order. */
  async verify(count: number): Promise<void> {
    const { rows } = await this.admin.query(`
      SELECT count(*)::int AS count, count(*) FILTER (WHERE version <> before + 1)::int AS misplaced
      FROM (SELECT version, lag(version, 1, 0::bigint) OVER (PARTITION BY aggregate_id ORDER BY place) AS before FROM content.handled) AS row`);
    const { count: found, misplaced } = rows[0] as { count: number; misplaced: number };
    if (found !== count || misplaced > 0) throw new Error(`${count} events, ${found} handled, ${misplaced} out of order`);
  }
}
