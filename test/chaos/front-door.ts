import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Ledger, LedgerEntry, Outcome } from './ledger.js';

export interface Write {
  readonly kind: string;
  readonly companyId: string;
  readonly targetId?: string;
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** Bearer token. */
  readonly token: string;
  readonly eventIds?: readonly string[];
  /**
   * Of the first attempt, and of all attempts together; a person's patience unless told. An attempt after one without any answer waits twice as
   * long as that: given up sooner than a busy platform can answer, each would only be begun and undone.
   */
  readonly attemptMs?: number;
  readonly patienceMs?: number;
  /** Between two attempts; longer and longer unless told. */
  readonly pauseMs?: number;
  /** Told the Idempotency-Key before the first attempt leaves. */
  readonly beforeSending?: (key: string) => Promise<void>;
}

const ATTEMPT_MS = 5_000;
const PATIENCE_MS = 60_000;
/** Between attempts: doubled each time, so that clients do not keep down what is getting up. */
const PAUSE_MS = { first: 200, longest: 1_600 };

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON came back
  readonly body: any;
}

/**
 * A client of the API that keeps its books. A write whose outcome it cannot know (time-out, connection cut, 5xx) it repeats under the
 * same Idempotency-Key, as any client should, and keeps the last answer.
 */
export class FrontDoor {
  /** Writes without a final answer yet. */
  underWay = 0;

  constructor(
    private readonly baseUrl: string,
    readonly ledger: Ledger,
  ) {}

  async write(write: Write): Promise<LedgerEntry> {
    const id = randomUUID();
    const { kind, companyId, targetId = null, eventIds } = write;
    this.underWay += 1;
    try {
      await write.beforeSending?.(id);
      const sentAtMs = Date.now();
      const { answer, attempts, isCertain } = await this.#repeat(write, id);
      const outcome = outcomeOf(write, answer, isCertain);
      const known = { id, kind, companyId, targetId, outcome, attempts, sentAtMs, answeredAtMs: Date.now(), eventIds };
      const status = answer?.status ?? null;
      const entry = { ...known, status, code: answer?.body?.code ?? null, answer: outcome === 'acknowledged' ? answer?.body : null };
      this.ledger.add(entry);
      return entry;
    } finally {
      this.underWay -= 1;
    }
  }

  /** Undefined where it did not answer with success. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON came back
  async read(path: string, token: string): Promise<any> {
    const answer = await this.#send('GET', path, { authorization: `Bearer ${token}` }, undefined, ATTEMPT_MS);
    return answer && answer.status < 300 ? answer.body : undefined;
  }

  async #repeat(write: Write, id: string): Promise<{ answer: Answer | undefined; attempts: number; isCertain: boolean }> {
    const headers = {
      authorization: `Bearer ${write.token}`,
      'x-correlation-id': id,
      ...(write.method === 'POST' && { 'idempotency-key': id }),
    };
    const givesUpAt = Date.now() + (write.patienceMs ?? PATIENCE_MS);
    let isCertain = true;
    let attemptMs = write.attemptMs ?? ATTEMPT_MS;
    for (let attempts = 1; ; attempts += 1) {
      const answer = await this.#send(write.method, write.path, headers, write.body, attemptMs);
      if (!answer) attemptMs = Math.min(2 * attemptMs, ATTEMPT_MS);
      if (answer && isFinal(answer)) return { answer, attempts, isCertain };
      if (!answer || isUncertain(answer)) isCertain = false;
      if (Date.now() > givesUpAt) return { answer, attempts, isCertain };
      await delay(write.pauseMs ?? Math.min(PAUSE_MS.first * 2 ** (attempts - 1), PAUSE_MS.longest));
    }
  }

  async #send(
    method: string,
    path: string,
    headers: Record<string, string>,
    body: unknown,
    timeoutMs: number,
  ): Promise<Answer | undefined> {
    try {
      const response = await fetch(this.baseUrl + path, {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? null : JSON.parse(text) };
    } catch {
      return undefined;
    }
  }
}

function isFinal({ status }: Answer): boolean {
  return status < 500 && status !== 408 && status !== 429;
}

/** Refused before anything was done: nobody was there to do it, or the limit was reached. */
function isUncertain({ status, body }: Answer): boolean {
  return status !== 429 && body?.code !== 'GATEWAY_RATE_LIMITED';
}

/**
 * Without an Idempotency-Key (PATCH, DELETE) a repeat of a write that had happened is refused: revision stale, not found. So after an
 * uncertain attempt such a refusal says nothing.
 */
function outcomeOf({ method }: Write, answer: Answer | undefined, isCertain: boolean): Outcome {
  if (answer && answer.status < 300) return 'acknowledged';
  if (!answer || !isFinal(answer)) return isCertain ? 'refused' : 'unknown';
  return isCertain || method === 'POST' ? 'refused' : 'unknown';
}
