import { type StoreProcess, Supervised } from '@smartcontent/local-stack';

/** A process under the restarter of `npm start`, whose next start can be held back. */
export class ChaosProcess {
  readonly #supervised: Supervised;
  #held: PromiseWithResolvers<void> | undefined;
  #ended = Promise.withResolvers<void>();

  constructor(
    readonly name: string,
    start: () => Promise<StoreProcess>,
    onProgress: (line: string) => void,
  ) {
    this.#supervised = new Supervised({
      name,
      start: async () => {
        await this.#held?.promise;
        return start();
      },
      onStart: () => {
        this.#ended = Promise.withResolvers<void>();
      },
      onProgress,
      onEnd: () => {
        this.#ended.resolve();
        return true;
      },
    });
  }

  /** Undefined while it is down. */
  get pid(): number | undefined {
    return this.#supervised.pid;
  }

  start(): Promise<void> {
    return this.#supervised.start();
  }

  async stop(): Promise<void> {
    this.letStart();
    this.signal('SIGCONT');
    await this.#supervised.stop();
  }

  /** False where it is down. */
  signal(signal: NodeJS.Signals): boolean {
    const { pid } = this;
    if (pid === undefined) return false;
    try {
      return process.kill(pid, signal);
    } catch {
      return false;
    }
  }

  /** Ends it at once, and returns when it is gone. The restarter starts it again unless that is held back. */
  async kill(): Promise<void> {
    const ended = this.#ended.promise;
    if (this.signal('SIGKILL')) await ended;
  }

  /** Once it has ended, it is not started again before `letStart`. */
  holdDown(): void {
    this.#held ??= Promise.withResolvers<void>();
  }

  letStart(): void {
    this.#held?.resolve();
    this.#held = undefined;
  }
}
