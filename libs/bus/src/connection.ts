import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { BusLog } from './bus-log.js';

export interface ConnectOptions {
  /** nats://user:password@host:port; several, separated by commas, for a cluster. */
  readonly url: string;
  /** Name of the service; also the prefix of its inboxes, so that permissions can tell services apart. */
  readonly name: string;
  readonly log?: BusLog;
}

/** After this long without a connection the log says what the start waits for. */
const PATIENCE_MS = 2_000;

/** Subjects under which a service receives answers; its NATS user may subscribe to no other inbox. */
export function inboxPrefix(name: string): string {
  return `_INBOX_${name}`;
}

/**
 * Opens the service's one NATS connection: waits while NATS is away and reconnects for ever.
 * @throws AuthorizationError where NATS does not know the user or its password.
 */
export async function connectBus(options: ConnectOptions): Promise<NatsConnection> {
  const urls = options.url.split(',').map((url) => new URL(url));
  const patience = setTimeout(() => options.log?.warn('NATS is away; waiting for it'), PATIENCE_MS);
  const connection = await connect({
    servers: urls.map((url) => url.host),
    // The client ignores credentials inside a server's URL.
    user: decodeURIComponent(urls[0]?.username ?? '') || undefined,
    pass: decodeURIComponent(urls[0]?.password ?? '') || undefined,
    tls: urls[0]?.protocol === 'tls:' ? {} : undefined,
    name: options.name,
    inboxPrefix: inboxPrefix(options.name),
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 250,
    // A half-open connection is noticed after 2 × 10 s.
    pingInterval: 10_000,
    maxPingOut: 2,
    // Two stack traces per request would cost more than the request; errors are mapped to codes anyway.
    noAsyncTraces: true,
  }).finally(() => clearTimeout(patience));
  if (options.log) void logStatus(connection, options.log);
  return connection;
}

async function logStatus(connection: NatsConnection, log: BusLog): Promise<void> {
  for await (const status of connection.status()) {
    if (status.type === 'disconnect') log.warn('NATS is away', { server: status.server });
    if (status.type === 'reconnect') log.info('NATS is back', { server: status.server });
    // A subject that the service's NATS user may not use is a fault of the deployment.
    if (status.type === 'error') log.error('NATS refused something', { error: status.error.message });
  }
}
