import type { InboxAnswer } from '@smartcontent/database';
import type { HeldRun } from './event-applier.js';
import type { Slots } from './slots.js';

/** Most events of one transaction. */
export const BATCH = 500;
/** Transactions at once: while one is being committed, the next is under way. Those of one event each are as many as there are slots. */
const SIDE_BY_SIDE = 2;

type Answers = ReadonlyMap<string, InboxAnswer>;

interface Waiting {
  readonly run: HeldRun;
  readonly done: PromiseWithResolvers<Answers>;
}

/** How a batcher finds out how many events its transactions take: as many as their handlers can do in this time, between one and `most`. */
export interface Pace {
  readonly most: number;
  readonly aimMs: number;
}

/** Collects what the lanes hand in for one handler into transactions; what arrives while they are under way goes into the next. */
export class EventBatcher {
  #waiting: Waiting[] = [];
  #underWay = 0;
  #most: number;

  /** Without a pace its transactions take `BATCH` events, whatever time that needs. */
  constructor(
    private readonly slots: Slots,
    private readonly apply: (runs: readonly HeldRun[], onHandled: (tookMs: number) => void) => Promise<Answers>,
    private readonly pace?: Pace,
  ) {
    this.#most = pace ? 1 : BATCH;
  }

  /** Most events of a run at this moment. */
  get most(): number {
    return this.#most;
  }

  /** Nothing waits for a transaction. */
  get isIdle(): boolean {
    return this.#waiting.length === 0;
  }

  /** Resolves with the answers by event id when the batch is committed; rejects with its error, and nothing of it is kept then. */
  take(run: HeldRun): Promise<Answers> {
    const done = Promise.withResolvers<Answers>();
    this.#waiting.push({ run, done });
    if (this.#underWay < SIDE_BY_SIDE || this.#most === 1) void this.#work();
    return done.promise;
  }

  async #work(): Promise<void> {
    this.#underWay += 1;
    // Lets the other lanes of this turn hand in theirs.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) await this.slots.use(() => this.#run(this.#next()));
    this.#underWay -= 1;
  }

  async #run(batch: readonly Waiting[]): Promise<void> {
    if (batch.length === 0) return;
    const tookMs: number[] = [];
    try {
      const answers = await this.apply(
        batch.map(({ run }) => run),
        (milliseconds) => tookMs.push(milliseconds),
      );
      this.#learn(tookMs);
      for (const { done } of batch) done.resolve(answers);
    } catch (error) {
      for (const { done } of batch) done.reject(error);
    }
  }

  /** By the handlers alone: what a transaction costs beside them is what sharing saves, the more the busier the machine is. */
  #learn(tookMs: readonly number[]): void {
    if (!this.pace || tookMs.length === 0) return;
    const { most, aimMs } = this.pace;
    const meanMs = tookMs.reduce((sum, milliseconds) => sum + milliseconds, 0) / tookMs.length;
    this.#most = Math.max(1, Math.min(most, 2 * this.#most, Math.floor(aimMs / meanMs)));
  }

  /** A run is not cut: it fits, or it is alone. */
  #next(): Waiting[] {
    let count = 0;
    const end = this.#waiting.findIndex(({ run }, index) => {
      count += run.length;
      return count > this.#most && index > 0;
    });
    const batch = this.#waiting.slice(0, end < 0 ? undefined : end);
    this.#waiting = this.#waiting.slice(batch.length);
    return batch;
  }
}
