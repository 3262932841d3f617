import { Injectable } from '@nestjs/common';
import { Database } from '@smartcontent/database';
import { LoopingJob } from '@smartcontent/service';
import { DISPATCHER_SLEEP_SECONDS, DueSignal } from '../due-signal.js';
import { SchedulingTelemetry } from '../telemetry.js';
import { type Claim, DispatchService, type DueClaim, type Room } from './dispatch.service.js';

const MAX_IN_FLIGHT = 16;
/** Of these; posts that are due do not wait for a platform that answers no look-up. */
const MAX_LOOK_UPS = 4;
/** Of one account: a receiver that hangs holds no more of the calls than this and what one claim adds to it. */
const MAX_PER_ACCOUNT = 4;

/** Sends due posts. Any number of replicas may run it: a claim belongs to one of them. */
@Injectable()
export class DispatchDuePosts extends LoopingJob {
  readonly #inFlight = new Set<Promise<void>>();
  readonly #callsOfAccount = new Map<string, number>();
  #lookUps = 0;

  constructor(
    private readonly database: Database,
    private readonly dispatch: DispatchService,
    private readonly due: DueSignal,
    private readonly telemetry: SchedulingTelemetry,
  ) {
    super();
  }

  /** Claims nothing more; calls that are under way end and are kept. */
  override async beforeApplicationShutdown(): Promise<void> {
    await super.beforeApplicationShutdown();
    await Promise.all(this.#inFlight);
  }

  protected async run(): Promise<void> {
    while (!this.stopping.aborted) {
      try {
        const seconds = await this.#round();
        this.telemetry.roundDone();
        await this.#sleep(seconds);
      } catch (error) {
        this.telemetry.roundFailed(error);
        await this.#sleep(DISPATCHER_SLEEP_SECONDS);
      }
    }
  }

  /** Returns the seconds until the next round is worth it. */
  async #round(): Promise<number> {
    const { due, unknown, secondsToNext } = await this.database.withSystem('claim due posts', (tx) =>
      this.dispatch.claim(tx, this.#room()),
    );
    for (const claim of due) this.#track(this.#publish(claim), claim);
    for (const claim of unknown) this.#track(this.#lookUp(claim), claim);
    const isStuck = due.length + unknown.length === 0 && (secondsToNext ?? 1) <= 0;
    if (this.#inFlight.size >= MAX_IN_FLIGHT || (isStuck && this.#inFlight.size > 0)) {
      // What is due belongs to accounts that are busy, or there is no room at all: a call that ends makes some.
      await Promise.race([...this.#inFlight, this.#sleep(DISPATCHER_SLEEP_SECONDS)]);
      return 0;
    }
    return Math.min(Math.max(secondsToNext ?? DISPATCHER_SLEEP_SECONDS, 0), DISPATCHER_SLEEP_SECONDS);
  }

  #room(): Room {
    const busy = [...this.#callsOfAccount].filter(([, calls]) => calls >= MAX_PER_ACCOUNT);
    return {
      calls: MAX_IN_FLIGHT - this.#inFlight.size,
      lookUps: MAX_LOOK_UPS - this.#lookUps,
      perAccount: MAX_PER_ACCOUNT,
      busyAccounts: busy.map(([accountId]) => accountId),
    };
  }

  async #publish(claim: DueClaim): Promise<void> {
    const accountId = claim.post.platform_account_id;
    const calls = this.#callsOfAccount;
    calls.set(accountId, (calls.get(accountId) ?? 0) + 1);
    try {
      await this.dispatch.publish(claim);
    } finally {
      const left = (calls.get(accountId) ?? 1) - 1;
      if (left > 0) calls.set(accountId, left);
      else calls.delete(accountId);
    }
  }

  async #lookUp(claim: Claim): Promise<void> {
    this.#lookUps++;
    await this.dispatch.lookUp(claim).finally(() => this.#lookUps--);
  }

  #track(work: Promise<void>, { post }: Claim): void {
    const tracked = work
      .catch((error: unknown) => this.telemetry.dispatchFailed(post, error))
      .finally(() => this.#inFlight.delete(tracked));
    this.#inFlight.add(tracked);
  }

  async #sleep(seconds: number): Promise<void> {
    if (seconds > 0) await this.due.wait(seconds, this.stopping);
  }
}
