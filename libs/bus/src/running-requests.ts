import { AppError } from '@smartcontent/contracts';
import { type Expiring, UnderWay } from './under-way.js';

/** A request that a service works on. Its signal aborts when nobody waits for the answer any more. */
export class RunningRequest implements Expiring {
  readonly #controller = new AbortController();
  readonly signal: AbortSignal = this.#controller.signal;
  isCancelled = false;
  place = 0;

  constructor(
    readonly subject: string,
    /** Subject of its answer. */
    readonly id: string,
    readonly deadlineMs: number,
  ) {}

  expire(): void {
    this.#controller.abort(new AppError('PLATFORM_DEADLINE_EXCEEDED'));
  }

  /** The caller has given up. */
  cancel(): void {
    this.isCancelled = this.deadlineMs > Date.now();
    this.#controller.abort(new AppError('PLATFORM_DEADLINE_EXCEEDED', { detail: 'The caller no longer waits' }));
  }
}

/** What a service works on at this moment, to be told apart by the subject that waits for the answer. */
export class RunningRequests {
  readonly #running = new UnderWay<RunningRequest>();
  readonly #onIdle: (() => void)[] = [];

  begin(subject: string, id: string, deadlineMs: number): RunningRequest {
    const request = new RunningRequest(subject, id, deadlineMs);
    this.#running.add(request);
    return request;
  }

  end(request: RunningRequest): void {
    this.#running.delete(request);
    if (this.#running.size === 0) for (const resolve of this.#onIdle.splice(0)) resolve();
  }

  /** Does nothing where another replica has it, or it is done. */
  cancel(id: string): void {
    for (const request of this.#running) if (request.id === id) request.cancel();
  }

  /** Of those that run now, each once. */
  get subjects(): string[] {
    return [...new Set([...this.#running].map(({ subject }) => subject))];
  }

  /** Resolves when there is none. */
  idle(): Promise<void> {
    return this.#running.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#onIdle.push(resolve));
  }
}
