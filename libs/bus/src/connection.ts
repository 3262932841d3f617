import { setTimeout as delay } from 'node:timers/promises';
import { connect, createInbox, errors, type NatsConnection, type NodeConnectionOptions } from '@nats-io/transport-node';
import type { BusLog } from './bus-log.js';
import { secondsSince } from './outage-log.js';

export interface ConnectOptions {
  /** nats://user:password@host:port; several, separated by commas, for a cluster. */
  readonly url: string;
  /** Name of the service; also the prefix of its inboxes, so that permissions can tell services apart. */
  readonly name: string;
  readonly log?: BusLog;
  /** Told once when NATS goes on refusing a user whom it had let in: the password was changed, and waiting does not help. */
  readonly onRefused?: (error: Error) => void;
}

/** After this long without a connection the log says what the start waits for. */
const PATIENCE_MS = 2_000;
const RETRY_MS = 250;
/** A server that reads its configuration anew takes a connection now and then and never greets it. */
const GREETING_MS = 5_000;
/** Refused so often in a row, for some seconds, it is no server that is just being configured anew. */
const REFUSALS_TAKEN = 10;
/** The same of a first connection, whose password never was right: the server only must be past the milliseconds of its reading. */
const REFUSALS_TAKEN_AT_START = 2;

/** Subjects under which a service receives answers; its NATS user may subscribe to no other inbox. */
export function inboxPrefix(name: string): string {
  return `_INBOX_${name}`;
}

const prefixes = new WeakMap<NatsConnection, string>();

/** A subject of this connection's own, below which it may receive answers. */
export function newInbox(connection: NatsConnection): string {
  return createInbox(prefixes.get(connection));
}

/**
 * Opens the service's one NATS connection: waits while NATS is away and reconnects for ever.
 * @throws AuthorizationError where NATS does not know the user or its password.
 */
export async function connectBus(options: ConnectOptions): Promise<NatsConnection> {
  const patience = setTimeout(() => options.log?.warn('NATS is away; waiting for it'), PATIENCE_MS);
  const connection = await connectPatiently(settingsOf(options)).finally(() => clearTimeout(patience));
  prefixes.set(connection, inboxPrefix(options.name));
  void watch(connection, options);
  return connection;
}

function settingsOf({ url, name }: ConnectOptions): NodeConnectionOptions {
  const urls = url.split(',').map((server) => new URL(server));
  return {
    servers: urls.map((server) => server.host),
    // The client ignores credentials inside a server's URL.
    user: decodeURIComponent(urls[0]?.username ?? '') || undefined,
    pass: decodeURIComponent(urls[0]?.password ?? '') || undefined,
    tls: urls[0]?.protocol === 'tls:' ? {} : undefined,
    name,
    inboxPrefix: inboxPrefix(name),
    timeout: GREETING_MS,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RETRY_MS,
    reconnectJitter: RETRY_MS,
    // Else the client closes for good at the second refusal of its life, and takes a slow hand-shake for one.
    ignoreAuthErrorAbort: true,
    // A half-open connection is noticed after 2 × 10 s.
    pingInterval: 10_000,
    maxPingOut: 2,
    // Two stack traces per request would cost more than the request; errors are mapped to codes anyway.
    noAsyncTraces: true,
  };
}

/** The client's own waiting cannot tell a server that is away from one that refuses. */
async function connectPatiently(settings: NodeConnectionOptions): Promise<NatsConnection> {
  let refusals = 0;
  for (;;) {
    try {
      return await connect(settings);
    } catch (error) {
      refusals = isRefusal(error) ? refusals + 1 : 0;
      if (refusals === REFUSALS_TAKEN_AT_START) throw error;
      await delay(RETRY_MS);
    }
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof errors.AuthorizationError && !/timeout/i.test(error.message);
}

/** The right to answer ends with the connection that was asked, and after two minutes. */
function isAnswer(error: Error): boolean {
  const { PermissionViolationError } = errors;
  return error instanceof PermissionViolationError && error.operation === 'publish' && error.subject.startsWith(inboxPrefix(''));
}

async function watch(connection: NatsConnection, { log, onRefused }: ConnectOptions): Promise<void> {
  let refusals = 0;
  let awayMs: number | undefined;
  for await (const status of connection.status()) {
    if (status.type === 'disconnect') {
      // Also told of each server that takes the connection and ends it again.
      if (awayMs === undefined) log?.warn('NATS is away', { server: status.server });
      awayMs ??= performance.now();
    }
    if (status.type === 'reconnect') {
      refusals = 0;
      const seconds = secondsSince(awayMs ?? performance.now());
      awayMs = undefined;
      log?.info('NATS is back', { server: status.server, seconds });
    }
    if (status.type !== 'error') continue;
    if (isRefusal(status.error)) {
      refusals += 1;
      if (refusals === REFUSALS_TAKEN) onRefused?.(status.error);
    } else if (isAnswer(status.error)) {
      log?.warn('an answer came too late', { error: status.error.message });
    } else if (status.error instanceof errors.PermissionViolationError) {
      // A subject that the service's NATS user may not use is a fault of the deployment.
      log?.error('NATS refused something', { error: status.error.message });
    } else log?.warn('NATS reported an error', { error: status.error.message });
  }
}
