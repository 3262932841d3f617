import { Injectable } from '@nestjs/common';
import { Database } from '@smartcontent/database';
import { LoopingJob } from '@smartcontent/service';
import { LONGEST_SLEEP_SECONDS, Stopping, Underway } from '../news/underway.js';
import type { ClaimedRun } from '../run-columns.js';
import { GenerationTelemetry } from '../telemetry.js';
import { Leases } from './leases.service.js';
import type { Room } from './room.js';
import { WriteDraftService } from './write-draft.service.js';

const MAX_IN_FLIGHT = 16;
/** Of one company: a model that takes its time holds no more of the attempts than these. */
const MAX_PER_COMPANY = 8;
/** Most calls end in it; supervisors wait longer for a process. */
const GRACE_MS = 5_000;

/** Writes the drafts that are due. Any number of replicas may run it: a claim belongs to one of them. */
@Injectable()
export class WriteDrafts extends LoopingJob {
  readonly #inFlight = new Map<Promise<void>, string>();
  readonly #leaving = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly leases: Leases,
    private readonly drafts: WriteDraftService,
    private readonly underway: Underway,
    private readonly telemetry: GenerationTelemetry,
  ) {
    super();
  }

  /** Claims nothing more, and lets calls come to their end for a while; what is cut off then goes on elsewhere. */
  override async beforeApplicationShutdown(): Promise<void> {
    const timer = setTimeout(() => this.#leaving.abort(new Stopping()), GRACE_MS);
    await super.beforeApplicationShutdown();
    await Promise.all(this.#inFlight.keys());
    clearTimeout(timer);
  }

  protected async run(): Promise<void> {
    while (!this.stopping.aborted) {
      try {
        const seconds = await this.#round();
        this.telemetry.roundDone();
        if (seconds > 0) await this.underway.wait(seconds, this.stopping);
      } catch (error) {
        this.telemetry.roundFailed(error);
        await this.underway.wait(LONGEST_SLEEP_SECONDS, this.stopping);
      }
    }
  }

  /** Returns the seconds until the next round is worth it. */
  async #round(): Promise<number> {
    const room = this.#room();
    if (room.runs === 0) {
      await Promise.race(this.#inFlight.keys());
      return 0;
    }
    const { claims, secondsToNext } = await this.database.withSystem('claim runs', (tx) => this.leases.claim(tx, room));
    for (const claim of claims) this.#track(claim);
    if (claims.length > 0) return 0;
    // What is due although nothing could be claimed belongs to companies that are busy here, or is just being claimed elsewhere.
    const seconds = secondsToNext === null || secondsToNext <= 0 ? LONGEST_SLEEP_SECONDS : secondsToNext;
    return Math.min(seconds, LONGEST_SLEEP_SECONDS);
  }

  #room(): Room {
    const counts = Map.groupBy(this.#inFlight.values(), (companyId) => companyId);
    const inHand = new Map([...counts].map(([companyId, runs]) => [companyId, runs.length]));
    return { runs: MAX_IN_FLIGHT - this.#inFlight.size, perCompany: MAX_PER_COMPANY, inHand };
  }

  #track(claim: ClaimedRun): void {
    const work = this.leases
      .during(claim, this.#leaving.signal, (signal) => this.drafts.write(claim, signal))
      .catch((error: unknown) => this.telemetry.writingFailed(claim.id, error))
      .finally(() => {
        this.#inFlight.delete(work);
        this.underway.raise();
      });
    this.#inFlight.set(work, claim.company_id);
  }
}
