import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { LoopingJob } from '@smartcontent/service';
import { RetentionConfig } from '../config.js';
import { RetentionService } from './retention.service.js';
import { RetentionTelemetry } from './retention-telemetry.js';

/** At most: a process that has just begun has more urgent things to do, and one that is often begun has to come to it. */
const FIRST_PAUSE_MS = 120_000;

/** Archives, rolls up and deletes what has had its time, every now and then. Any number of replicas may run it. */
@Injectable()
export class PutUsageAway extends LoopingJob {
  constructor(
    private readonly config: RetentionConfig,
    private readonly retention: RetentionService,
    private readonly telemetry: RetentionTelemetry,
  ) {
    super();
  }

  protected async run(): Promise<void> {
    const signal = this.stopping;
    const everyMs = this.config.everySeconds * 1_000;
    for (let pause = Math.min(FIRST_PAUSE_MS, everyMs); !signal.aborted; pause = everyMs) {
      await delay(pause, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await this.retention.putAway(new Date(), signal).catch((error: unknown) => this.telemetry.putAwayFailed(error));
    }
  }
}
