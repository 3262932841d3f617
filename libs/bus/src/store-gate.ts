import type { Database } from '@smartcontent/database';
import type { BusLog } from './bus-log.js';
import { secondsSince } from './outage-log.js';
import { Signal } from './signal.js';

/** Who waits is told this late at most; a look costs a failed connection. */
const POLL_MS = 200;

/** Shut while Postgres is away: no event is fetched or tried then, so that an outage costs no event an attempt. */
export class StoreGate {
  #opening: Promise<void> | undefined;
  #isEnding = false;
  readonly #signal = new Signal();

  constructor(
    private readonly database: Database,
    private readonly log: BusLog,
  ) {}

  /** Resolves while the gate is open, or when it is taken down. */
  async whenOpen(): Promise<void> {
    await this.#opening;
  }

  /** Looks whether Postgres answers, and shuts the gate until it does. True where it answers at once. */
  async check(): Promise<boolean> {
    if (this.#opening !== undefined) return false;
    if (await this.#isReady()) return true;
    this.#opening ??= this.#poll();
    return false;
  }

  /** Lets everybody through, for the end of the service. */
  takeDown(): void {
    this.#isEnding = true;
    this.#signal.raise();
  }

  async #poll(): Promise<void> {
    const startedMs = performance.now();
    this.log.warn('Postgres is away; events wait');
    do await this.#signal.wait(POLL_MS);
    while (!this.#isEnding && !(await this.#isReady()));
    this.#opening = undefined;
    if (!this.#isEnding) this.log.info('Postgres is back; events go on', { seconds: secondsSince(startedMs) });
  }

  /** A database that must not be used is as good as away; the service's readiness says why. */
  #isReady(): Promise<boolean> {
    return this.database.isReady().catch(() => false);
  }
}
