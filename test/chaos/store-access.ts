import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import pg from 'pg';
import type { ChaosStack } from './chaos-stack.js';

/** Where the stores of a run stand: a stack's own, or a copy of them. */
export interface StoreUrls {
  readonly postgres: string;
  readonly nats: string;
  readonly clickhouse: string;
}

/** What one durable has before it. */
export interface DurableState {
  readonly stream: string;
  readonly durable: string;
  readonly pending: number;
  readonly unacknowledged: number;
  /** Everything up to this sequence is settled. */
  readonly settledUpTo: number;
}

const NATS_TIMEOUT_MS = 1_000;

/** An administrator's plain connections to the stores, past the services and past the proxies. */
export class StoreAccess implements AsyncDisposable {
  readonly #pool: pg.Pool;
  #manager: JetStreamManager | undefined;

  private constructor(
    private readonly urls: StoreUrls,
    private readonly nats: NatsConnection,
  ) {
    this.#pool = new pg.Pool({ connectionString: urls.postgres, max: 4, connectionTimeoutMillis: 2_000 });
    // Postgres is killed in a run: the statement under way fails, and that is enough.
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  static async open(urls: StoreUrls): Promise<StoreAccess> {
    const { host, username, password } = new URL(urls.nats);
    const options = { servers: host, user: username, pass: password, maxReconnectAttempts: -1, reconnectTimeWait: 100, reconnectJitter: 0 };
    return new StoreAccess(urls, await connect({ ...options, waitOnFirstConnect: true }));
  }

  static of({ stores }: ChaosStack): Promise<StoreAccess> {
    return StoreAccess.open({ postgres: stores.postgres.url, nats: stores.nats.url, clickhouse: stores.clickhouse.url });
  }

  /** Rows of a statement to Postgres; numbers of 64 bits come as numbers. */
  async sql<R>(text: string, values: unknown[] = []): Promise<R[]> {
    const { rows } = await this.#pool.query({ text, values, types: { getTypeParser } });
    return rows as R[];
  }

  /** Rows of a statement to ClickHouse. */
  async events<R>(sql: string): Promise<R[]> {
    const { origin, pathname } = new URL(this.urls.clickhouse);
    const parameters = new URLSearchParams({ database: pathname.slice(1), output_format_json_quote_64bit_integers: '0' });
    const body = `${sql} FORMAT JSONEachRow`;
    const response = await fetch(`${origin}/?${parameters}`, { method: 'POST', body, signal: AbortSignal.timeout(30_000) });
    const text = await response.text();
    if (!response.ok) throw new Error(`ClickHouse answered ${response.status}: ${text}`);
    return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as R]));
  }

  async streams(): Promise<JetStreamManager> {
    this.#manager ??= await jetstreamManager(this.nats, { timeout: NATS_TIMEOUT_MS, checkAPI: false });
    return this.#manager;
  }

  async durables(): Promise<DurableState[]> {
    const manager = await this.streams();
    const found: DurableState[] = [];
    for await (const stream of manager.streams.names()) {
      for await (const { name, config, num_pending, num_ack_pending, ack_floor } of manager.consumers.list(stream)) {
        if (!config.durable_name) continue;
        found.push({ stream, durable: name, pending: num_pending, unacknowledged: num_ack_pending, settledUpTo: ack_floor.stream_seq });
      }
    }
    return found;
  }

  async lastSequence(stream: string): Promise<number> {
    return (await (await this.streams()).streams.info(stream)).state.last_seq;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#pool.end(), this.nats.close()]);
  }
}

const INT8 = 20;
const TIMESTAMPTZ = 1184;

function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === INT8) return Number;
  if (oid === TIMESTAMPTZ) return String;
  return pg.types.getTypeParser(oid, format);
}
