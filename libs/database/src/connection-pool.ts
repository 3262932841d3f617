import { hash } from 'node:crypto';
import pg from 'pg';
import { batchingSocket } from './batching-socket.js';
import { typeParsers } from './type-parsers.js';

const CONNECT_TIMEOUT_MS = 3_000;
const IDLE_TIMEOUT_MS = 60_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000;
/** How often PostgreSQL looks, during a statement, whether its client is still there: one that was killed holds its locks no longer than this. */
const CLIENT_CHECK_SECONDS = 1;
/** The client gives up this much after the server should have: only a server that hangs gets so far. */
const READ_TIMEOUT_MARGIN_MS = 2_000;

export interface PoolOptions {
  readonly schema: string;
  readonly url: string;
  readonly size: number;
  readonly statementTimeoutMs: number;
}

/** Pipelined connections: statements that do not wait for each other share one round trip, each with its own error. */
export function openPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.size,
    pipeline: true,
    stream: batchingSocket,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    statement_timeout: options.statementTimeoutMs,
    query_timeout: options.statementTimeoutMs + READ_TIMEOUT_MARGIN_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    options: `-c TimeZone=UTC -c search_path=${options.schema},public -c client_connection_check_interval=${CLIENT_CHECK_SECONDS}s`,
    application_name: options.schema,
    types: typeParsers,
  });
  // A connection that breaks fails its own query; without listeners the event would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) =>
    client.on('error', (error) => {
      // The first says why; what follows says that it is so.
      if (!ends.has(client)) ends.set(client, error);
    }),
  );
  return pool;
}

const ends = new WeakMap<pg.ClientBase, Error>();

/** What PostgreSQL said when it ended this connection between two statements; the next statement only learns that it cannot be sent. */
export function endOf(client: pg.ClientBase): Error | undefined {
  return ends.get(client);
}

const names = new Map<string, string>();
const KEPT_NAMES = 2_000;

/** Names a statement after its text, so that each connection parses and plans it once. Past the bound (texts built at run time, a defect) statements stay unnamed instead of filling the server's memory. */
export function prepared(text: string, values: unknown[]): pg.QueryConfig {
  let name = names.get(text);
  if (name === undefined && names.size < KEPT_NAMES) {
    name = `s_${hash('sha1', text)}`;
    names.set(text, name);
  }
  return { name, text, values };
}
