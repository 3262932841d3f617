import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database } from '@smartcontent/database';
import { LoopingJob } from '@smartcontent/service';
import { IdentityTelemetry } from '../telemetry.js';
import { SessionsService } from './sessions.service.js';

const PAUSE_MS = 3_600_000;
const AT_ONCE = 1_000;

/** Forgets sessions a week after they expired, with their spent tokens. Any number of replicas may run it. */
@Injectable()
export class SweepSessions extends LoopingJob {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionsService,
    private readonly telemetry: IdentityTelemetry,
  ) {
    super();
  }

  protected async run(): Promise<void> {
    const signal = this.stopping;
    while (!signal.aborted) {
      const swept = await this.#round();
      if (swept < AT_ONCE) await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #round(): Promise<number> {
    try {
      return await this.database.withSystem('sweep sessions', (tx) => this.sessions.sweep(tx, AT_ONCE));
    } catch (error) {
      this.telemetry.sweepFailed(error);
      return 0;
    }
  }
}
