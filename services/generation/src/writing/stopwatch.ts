/** How long an attempt took around its call, in whole milliseconds. */
export interface Took {
  /** Until the call could leave. */
  readonly preparationMs: number;
  /** From its answer on; null where it brought none. */
  readonly processingMs: number | null;
  readonly requestMs: number;
}

/** Runs from the beginning of an attempt. */
export class Stopwatch {
  readonly #began = performance.now();
  #preparedMs: number | null = null;
  #answeredMs: number | null = null;

  prepared(): void {
    this.#preparedMs = this.#now();
  }

  answered(): void {
    this.#answeredMs = this.#now();
  }

  took(): Took {
    const requestMs = this.#now();
    const processingMs = this.#answeredMs === null ? null : requestMs - this.#answeredMs;
    return { preparationMs: this.#preparedMs ?? requestMs, processingMs, requestMs };
  }

  #now(): number {
    return Math.round(performance.now() - this.#began);
  }
}
