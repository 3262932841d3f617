import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ActorTokens, connectBus, Relay } from '@smartcontent/bus';
import type { RequestContext } from '@smartcontent/contracts';
import { commitChange, type Database, newId } from '@smartcontent/database';
import { startProcess } from './bench-process.js';
import type { BenchStores } from './bench-stores.js';
import { BenchWritten, EVENT_TEXT } from './bus-event.js';
import { type Figures, percentile } from './figures.js';
import { silentLog } from './silent-log.js';

const PACE = { eventsPerSecond: 500, seconds: 10, warmUpSeconds: 2 };
const POLL_MS = 50;

/** From a writer's transaction over outbox, relay and stream to a handler in another process, which writes a row of its own. */
export async function measurePath(scope: AsyncDisposableStack, stores: BenchStores): Promise<Figures> {
  const path = await BusPath.start(scope, stores);
  await path.pace(PACE.warmUpSeconds);
  const waits = await path.pace(PACE.seconds);
  return {
    commit_to_handler_p50_ms: percentile(waits, 0.5),
    commit_to_handler_p99_ms: percentile(waits, 0.99),
  };
}

/** Scheduling writes and relays in this process, content handles in its own. */
class BusPath {
  #written = 0;

  private constructor(
    private readonly context: RequestContext,
    private readonly scheduling: Database,
    private readonly content: Database,
  ) {}

  static async start(scope: AsyncDisposableStack, stores: BenchStores): Promise<BusPath> {
    const scheduling = await stores.database('scheduling');
    const connection = await connectBus({ url: stores.natsUrl, name: 'scheduling' });
    scope.defer(() => connection.close());
    const relay = new Relay({ connection, service: 'scheduling', database: scheduling, log: silentLog });
    relay.start();
    scope.defer(() => relay.stop());
    const env = await stores.env('content');
    const main = join(import.meta.dirname, 'bus-handler-main.js');
    const readyUrl = `http://127.0.0.1:${env.HEALTH_PORT}/readyz`;
    await startProcess(scope, { main, env, logFile: join(stores.folder, 'handler.log'), readyUrl });
    return new BusPath(await contextOf(stores), scheduling, await stores.database('content'));
  }

  /** Open loop; milliseconds from each commit to the call of the handler. */
  async pace(seconds: number): Promise<number[]> {
    const from = this.#written;
    const committedAt: number[] = [];
    const pending: Promise<void>[] = [];
    const total = PACE.eventsPerSecond * seconds;
    const startedAt = performance.now();
    while (pending.length < total) {
      const due = Math.min(total, Math.ceil(((performance.now() - startedAt) / 1_000) * PACE.eventsPerSecond));
      while (pending.length < due) {
        const number = this.#number();
        pending.push(
          this.#write(number).then(() => {
            committedAt[number - from] = performance.timeOrigin + performance.now();
          }),
        );
      }
      await delay(1);
    }
    await Promise.all(pending);
    const handled = await this.#handled(from, total);
    return handled.map(({ number, at_ms }) => at_ms - (committedAt[number - from] ?? Number.NaN));
  }

  #number(): number {
    this.#written += 1;
    return this.#written - 1;
  }

  /** Each event is the first of its aggregate. */
  #write(number: number): Promise<void> {
    return this.scheduling.withTenant(this.context, async (tx) => {
      const id = newId();
      const event = { contract: BenchWritten, aggregateId: id, aggregateVersion: 1, data: { number, text: EVENT_TEXT } };
      await tx.query('INSERT INTO written (id, number, text) VALUES ($1, $2, $3)', [id, number, EVENT_TEXT]);
      await commitChange(tx, { event, audit: { table: 'written', operation: 'insert' } });
    });
  }

  /** Waits until so many were handled, and throws where one was handled twice. */
  async #handled(from: number, total: number): Promise<{ number: number; at_ms: number }[]> {
    for (;;) {
      const rows = await this.content.withSystem('bench', (tx) =>
        tx.query<{ number: number; at_ms: number }>('SELECT number, at_ms FROM handled WHERE number >= $1', [from]),
      );
      if (new Set(rows.map(({ number }) => number)).size < rows.length) throw new Error('an event was handled twice');
      if (rows.length >= total) return rows;
      await delay(POLL_MS);
    }
  }
}

/** What a request of a company would bring along. */
function contextOf({ actorKeys }: BenchStores): Promise<RequestContext> {
  const privateKey = actorKeys.scheduling?.privateKey ?? '';
  return new ActorTokens({ service: 'scheduling', privateKey, publicKeys: {} }).serviceContext(newId(), 'bench');
}
