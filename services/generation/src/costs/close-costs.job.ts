import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database } from '@smartcontent/database';
import { LoopingJob } from '@smartcontent/service';
import { GenerationTelemetry } from '../telemetry.js';
import { type OpenRun, RunCosts } from './run-costs.service.js';

const PAUSE_MS = 10_000;
const AT_ONCE = 100;

/** Closes the books of runs that ended while a call of theirs was under way. Any number of replicas may run it. */
@Injectable()
export class CloseCosts extends LoopingJob {
  constructor(
    private readonly database: Database,
    private readonly costs: RunCosts,
    private readonly telemetry: GenerationTelemetry,
  ) {
    super();
  }

  protected async run(): Promise<void> {
    const signal = this.stopping;
    while (!signal.aborted) {
      await this.round().catch((error: unknown) => this.telemetry.costsNotClosed(error));
      await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** One of them that cannot be closed keeps no other from it. */
  async round(): Promise<void> {
    let last: OpenRun | undefined;
    do {
      const open = await this.database.withSystem('find runs with open books', (tx) => this.costs.open(tx, last, AT_ONCE));
      for (const run of open) {
        if (this.stopping.aborted) return;
        const closing = this.database.withSystem('close the books of a run', (tx) => this.costs.closeLater(tx, run));
        await closing.catch((error: unknown) => this.telemetry.costsNotClosed(error, run.id));
      }
      last = open.length === AT_ONCE ? open.at(-1) : undefined;
    } while (last);
  }
}
