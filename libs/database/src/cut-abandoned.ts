import type pg from 'pg';

/** A statement that is nearly done ends by itself, and its connection can be kept. */
const LINGER_MS = 250;

/**
 * Cuts the connection under a statement that goes on although nobody waits for its answer any more: a lock or a slow query would hold it
 * until its time-out. PostgreSQL notices by `client_connection_check_interval` and ends the statement. A cancel request would be quicker,
 * but may arrive when the connection is already somebody else's. Returns the end of the watch.
 */
export function cutAbandoned(client: pg.PoolClient, signal: AbortSignal | undefined): () => void {
  if (!signal) return () => {};
  let timer: NodeJS.Timeout | undefined;
  // `end()` would wait for the statement.
  const cut = () => client.connection.stream.destroy(signal.reason);
  const linger = () => {
    timer = setTimeout(cut, LINGER_MS);
  };
  signal.addEventListener('abort', linger);
  return () => {
    signal.removeEventListener('abort', linger);
    clearTimeout(timer);
  };
}
