import type { BusLog } from './bus-log.js';
import { textOf } from './event-failure.js';

export interface OutageWords {
  readonly begun: string;
  readonly over: string;
  /** What is over within this time is not worth a line. */
  readonly patienceMs?: number;
}

/** Tells of an outage in two lines, however often something is tried meanwhile: that it has begun, and that it is over, after how long and how many tries. */
export class OutageLog {
  #sinceMs: number | undefined;
  #tries = 0;
  #isSaid = false;
  #fields: Record<string, unknown> = {};

  constructor(
    private readonly log: Pick<BusLog, 'info' | 'warn'>,
    private readonly words: OutageWords,
  ) {}

  /** It was tried, and failed. */
  fail(error: unknown, fields: Record<string, unknown> = {}): void {
    const { begun, patienceMs = 0 } = this.words;
    this.#sinceMs ??= performance.now();
    this.#tries += 1;
    if (this.#isSaid || performance.now() - this.#sinceMs < patienceMs) return;
    this.#isSaid = true;
    this.#fields = fields;
    this.log.warn(begun, { ...fields, error: lineOf(error) });
  }

  /** It works; cheap where it always did. */
  end(): void {
    if (this.#sinceMs === undefined) return;
    const seconds = secondsSince(this.#sinceMs);
    if (this.#isSaid) this.log.info(this.words.over, { ...this.#fields, seconds, tries: this.#tries });
    this.#sinceMs = undefined;
    this.#tries = 0;
    this.#isSaid = false;
  }
}

/** From an instant of `performance.now()`, to the millisecond. */
export function secondsSince(instantMs: number): number {
  return Math.round(performance.now() - instantMs) / 1_000;
}

/** With what lies behind it: that a store is away does not say which, or why. */
function lineOf(error: unknown): string {
  const { message, code } = ((error as Error | null)?.cause ?? {}) as { message?: string; code?: string };
  const behind = message || code;
  return `${textOf(error)}${behind ? ` (${behind})` : ''}`.replaceAll(/\s+/g, ' ');
}
