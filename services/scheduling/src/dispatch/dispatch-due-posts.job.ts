import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '@smartcontent/database';
import { DISPATCHER_SLEEP_SECONDS, DueSignal } from '../due-signal.js';
import { SchedulingTelemetry } from '../telemetry.js';
import { type Claim, DispatchService } from './dispatch.service.js';

const MAX_IN_FLIGHT = 16;
/** Of these; posts that are due do not wait for a platform that answers no look-up. */
const MAX_LOOK_UPS = 4;

/** Sends due posts. Any number of replicas may run it: a claim belongs to one of them. */
@Injectable()
export class DispatchDuePosts implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #inFlight = new Set<Promise<void>>();
  #lookUps = 0;
  readonly #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly dispatch: DispatchService,
    private readonly due: DueSignal,
    private readonly telemetry: SchedulingTelemetry,
  ) {}

  onApplicationBootstrap(): void {
    this.#loop = this.#run();
  }

  /** Claims nothing more; calls that are under way end and are kept. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
    await Promise.all(this.#inFlight);
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#sleep(await this.#round());
      } catch (error) {
        this.telemetry.roundFailed(error);
        await this.#sleep(DISPATCHER_SLEEP_SECONDS);
      }
    }
  }

  /** Returns the seconds until the next round is worth it. */
  async #round(): Promise<number> {
    const free = MAX_IN_FLIGHT - this.#inFlight.size;
    const { due, unknown, secondsToNext } = await this.database.withSystem('claim due posts', (tx) =>
      this.dispatch.claim(tx, free, MAX_LOOK_UPS - this.#lookUps),
    );
    for (const claim of due) this.#track(claim, this.dispatch.publish(claim));
    for (const claim of unknown) this.#track(claim, this.#lookUp(claim));
    if (this.#inFlight.size >= MAX_IN_FLIGHT) {
      await Promise.race(this.#inFlight);
      return 0;
    }
    return Math.min(Math.max(secondsToNext ?? DISPATCHER_SLEEP_SECONDS, 0), DISPATCHER_SLEEP_SECONDS);
  }

  async #lookUp(claim: Claim): Promise<void> {
    this.#lookUps++;
    await this.dispatch.lookUp(claim).finally(() => this.#lookUps--);
  }

  #track({ post }: Claim, work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => this.telemetry.dispatchFailed(post, error))
      .finally(() => this.#inFlight.delete(tracked));
    this.#inFlight.add(tracked);
  }

  async #sleep(seconds: number): Promise<void> {
    if (seconds > 0) await this.due.wait(seconds, this.#stopping.signal);
  }
}
