import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database } from '@smartcontent/database';
import { LoopingJob } from '@smartcontent/service';
import { IdentityTelemetry } from '../telemetry.js';
import { PasswordResetsService } from './password-resets.service.js';

const PAUSE_MS = 1_000;

/** Looks after the addresses for which somebody asked for a new password. Any number of replicas may run it: each takes others. */
@Injectable()
export class AnswerRequests extends LoopingJob {
  constructor(
    private readonly database: Database,
    private readonly resets: PasswordResetsService,
    private readonly telemetry: IdentityTelemetry,
  ) {
    super();
  }

  protected async run(): Promise<void> {
    const signal = this.stopping;
    while (!signal.aborted) {
      const taken = await this.#round();
      if (taken === 0) await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #round(): Promise<number> {
    try {
      return await this.database.withSystem('answer reset requests', (tx) => this.resets.answerRequests(tx));
    } catch (error) {
      this.telemetry.mailRoundFailed(error);
      return 0;
    }
  }
}
