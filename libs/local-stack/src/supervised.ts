import { setTimeout as delay } from 'node:timers/promises';
import type { StoreProcess } from './store-process.js';

export interface SupervisedOptions {
  readonly name: string;
  /** Starts the process; for a store, until it answers. */
  readonly start: () => Promise<StoreProcess>;
  /** Called with each new process, before anything else happens to it. */
  readonly onStart: (name: string, pid: number) => void;
  readonly onProgress: (line: string) => void;
  /** Decides about an end that nobody asked for (`exit 78`, `SIGKILL`); false means that a restart cannot help. */
  readonly onEnd: (how: string) => boolean;
}

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 10_000;
/** A process that lived this long starts with the shortest wait again. */
const STEADY_MS = 30_000;

/** One process that is started again whenever it ends without having been asked to. */
export class Supervised {
  #process: StoreProcess | undefined;
  #isStopping = false;
  #waitMs = FIRST_WAIT_MS;
  readonly #stopped = new AbortController();

  constructor(private readonly options: SupervisedOptions) {}

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** The first start: its failure is the caller's. */
  async start(): Promise<void> {
    const { name, start, onStart } = this.options;
    const startedAt = Date.now();
    const started = await start();
    if (this.#isStopping) return await started.stop();
    this.#process = started;
    onStart(name, started.pid);
    void started.exited.then((how) => this.#ended(how, startedAt));
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#stopped.abort();
    await this.#process?.stop();
  }

  async #ended(how: string, startedAt: number): Promise<void> {
    this.#process = undefined;
    if (this.#isStopping) return;
    if (!this.options.onEnd(how)) return;
    if (Date.now() - startedAt > STEADY_MS) this.#waitMs = FIRST_WAIT_MS;
    this.options.onProgress(`${this.options.name} ended (${how}): starting it again`);
    await this.#startAgain();
  }

  async #startAgain(): Promise<void> {
    while (!this.#isStopping) {
      await delay(this.#waitMs, undefined, { signal: this.#stopped.signal }).catch(() => undefined);
      if (this.#isStopping) return;
      this.#waitMs = Math.min(this.#waitMs * 2, LONGEST_WAIT_MS);
      try {
        await this.start();
        return this.options.onProgress(`${this.options.name} runs again`);
      } catch (error) {
        this.options.onProgress(`${this.options.name} did not start again: ${(error as Error).message}`);
      }
    }
  }
}
