import { AppError } from '@smartcontent/contracts';
import type { DeadCause } from './dead-letters.js';
import { MalformedEvent } from './event-envelope.js';

export interface RetryPolicy {
  /** Attempts with the stores up before an event goes to the dead letters. */
  readonly maxAttempts: number;
  /** Doubled after every attempt, up to a minute, with jitter. */
  readonly firstDelayMs: number;
}

const LONGEST_DELAY_MS = 60_000;

/** An earlier version of the aggregate has not been handled; rolls the transaction back. */
export class VersionGap extends Error {
  /** @param previous the aggregate's last version */
  constructor(readonly previous: number) {
    super('an earlier version is missing');
  }
}

/** Another transaction has the aggregate; rolls this one back. */
export class AggregateBusy extends Error {}

/** A version of an event that this service does not know. */
export class UnknownVersion extends Error {
  override readonly name = 'UnknownVersion';

  constructor(subject: string) {
    super(`this service has no handler for ${subject}`);
  }
}

/** Something that the handler needs is away: not the event's fault and not the handler's, so that no attempt is counted. */
export function isOutage(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'PLATFORM_STORE_UNAVAILABLE' || error.code === 'PLATFORM_SERVICE_UNAVAILABLE');
}

/** The cause where another attempt cannot help. An error that nobody foresaw may pass, so it is tried again. */
export function finalCauseOf(error: unknown): DeadCause | undefined {
  if (error instanceof MalformedEvent) return 'malformed';
  if (error instanceof UnknownVersion) return 'unknown-version';
  return error instanceof AppError && !error.isRetryable ? 'permanent' : undefined;
}

/** For logs, the inbox and dead letters, which only operators read. */
export function textOf(error: unknown): string {
  if (error instanceof AppError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** How long the event rests after this many attempts. */
export function retryDelayMs(retry: RetryPolicy, attempts: number): number {
  return jittered(Math.min(retry.firstDelayMs * 2 ** (attempts - 1), LONGEST_DELAY_MS));
}

/** Between half and all of it. */
export function jittered(delayMs: number): number {
  return Math.ceil(delayMs * (0.5 + Math.random() / 2));
}
