interface Waiting {
  readonly owner: string;
  readonly start: () => void;
}

/**
 * Work of many owners in a few places. One owner never has all of them, and of those who wait the one with the least under way begins first:
 * whoever asks once does not wait behind what another one has queued.
 */
export class FairSlots {
  readonly #underWay = new Map<string, number>();
  #waiting: Waiting[] = [];
  #free: number;

  constructor(private readonly width: number) {
    this.#free = width;
  }

  /** Rejects with the signal's reason where nobody wants the work any more before it begins: it holds up no one then. */
  async use<T>(owner: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#begin(owner, signal);
    try {
      return await work();
    } finally {
      this.#free += 1;
      this.#count(owner, -1);
      this.#startWaiting();
    }
  }

  #begin(owner: string, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const start = () => {
      signal?.removeEventListener('abort', leave);
      resolve();
    };
    const waiting = { owner, start };
    const leave = () => {
      this.#waiting = this.#waiting.filter((each) => each !== waiting);
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', leave, { once: true });
    this.#waiting.push(waiting);
    this.#startWaiting();
    return promise;
  }

  #startWaiting(): void {
    while (this.#free > 0) {
      const next = this.#next();
      if (!next) return;
      this.#waiting = this.#waiting.filter((each) => each !== next);
      this.#free -= 1;
      this.#count(next.owner, 1);
      next.start();
    }
  }

  /** Of equal ones who has waited longest. */
  #next(): Waiting | undefined {
    const runs = ({ owner }: Waiting) => this.#underWay.get(owner) ?? 0;
    const allowed = this.#waiting.filter((each) => runs(each) < Math.max(1, this.width - 1));
    return allowed.reduce<Waiting | undefined>((best, each) => (best && runs(best) <= runs(each) ? best : each), undefined);
  }

  #count(owner: string, by: number): void {
    const runs = (this.#underWay.get(owner) ?? 0) + by;
    if (runs === 0) this.#underWay.delete(owner);
    else this.#underWay.set(owner, runs);
  }
}
