import { join, resolve } from 'node:path';
import { SetupError } from './setup-error.js';

/** The checkout this code runs from: the folder that holds `libs` and `services`. */
export const WORKSPACE = join(import.meta.dirname, '..', '..', '..');

/** Fetched servers of everything that is not a user's own `.smartcontent` (tests, benchmarks). */
export const CACHED_BIN_FOLDER = join(WORKSPACE, 'node_modules', '.cache', 'smartcontent', 'bin');

const STORES = ['postgres', 'clickhouse', 'nats', 'redis'] as const;
export type StoreName = (typeof STORES)[number];

/** What `npm start` was told by its environment. */
export interface StackConfig {
  /** Where everything lives: `.smartcontent` in the checkout, or SMARTCONTENT_HOME. */
  readonly home: string;
  /** The API's port on 127.0.0.1. */
  readonly port: number;
  /** Stores that run elsewhere and are only used. */
  readonly externalUrls: Readonly<Partial<Record<StoreName, string>>>;
  /** How long a delivered event may go without a word of its handler; the bus's own measure unless told. */
  readonly ackWaitSeconds: number | undefined;
  /** A mail server of the person's own; without one the sandbox catches mail. */
  readonly smtpUrl?: string | undefined;
  /** When the command was given, in epoch milliseconds, so that the printed time is the one a person waits. */
  readonly startedAtMs: number;
}

/** The folders that a shell would search for a program. */
export function searchPath(): string {
  return process.env.PATH ?? '';
}

/** @throws SetupError for a variable that cannot be used. */
export function readStackConfig(env: Readonly<Record<string, string | undefined>> = process.env): StackConfig {
  const port = Number(env.SMARTCONTENT_PORT || 4000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new SetupError('SMARTCONTENT_PORT must be a port between 1 and 65535');
  const ackWaitSeconds = env.SMARTCONTENT_ACK_WAIT_SECONDS ? Number(env.SMARTCONTENT_ACK_WAIT_SECONDS) : undefined;
  if (ackWaitSeconds !== undefined && !(ackWaitSeconds >= 1 && ackWaitSeconds <= 3_600))
    throw new SetupError('SMARTCONTENT_ACK_WAIT_SECONDS must be a number between 1 and 3600');
  const given = STORES.map((store) => [store, env[`SMARTCONTENT_${store.toUpperCase()}_URL`]] as const);
  for (const [store, url] of given) {
    if (url && !URL.canParse(url)) throw new SetupError(`SMARTCONTENT_${store.toUpperCase()}_URL is not a URL`);
  }
  return {
    home: resolve(env.SMARTCONTENT_HOME || join(WORKSPACE, '.smartcontent')),
    port,
    externalUrls: Object.fromEntries(given.filter(([, url]) => url)),
    ackWaitSeconds,
    smtpUrl: env.SMTP_URL || undefined,
    startedAtMs: Number(env.SMARTCONTENT_STARTED_AT_MS) || Date.now(),
  };
}

/** A service sees the person's whole environment, so that its own settings can be given; what the supervisor knows wins. */
export function withInherited(env: Readonly<Record<string, string>>): Record<string, string | undefined> {
  return { ...process.env, NODE_ENV: 'production', ...env };
}
