import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database } from '@smartcontent/database';
import { LoopingJob } from '@smartcontent/service';
import { EmbeddingsTelemetry } from '../telemetry.js';
import { SnapshotService } from './snapshot.service.js';

const LOOK_MS = 2_000;

/** Brings what is to be indexed up to what there is, where no event does. */
@Injectable()
export class CatchUp extends LoopingJob {
  constructor(
    private readonly database: Database,
    private readonly snapshots: SnapshotService,
    private readonly telemetry: EmbeddingsTelemetry,
  ) {
    super();
  }

  protected async run(): Promise<void> {
    const signal = this.stopping;
    while (!signal.aborted) {
      const hasMore = await this.#step().then(
        (more) => {
          this.telemetry.caughtUp();
          return more;
        },
        (error: unknown) => this.telemetry.catchUpFailed(error),
      );
      if (!hasMore) await delay(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  #step(): Promise<boolean> {
    return this.snapshots.step((work) => this.database.withSystem('bring the index up to what there is', work));
  }
}
