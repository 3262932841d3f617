import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '@smartcontent/database';
import { IdentityTelemetry } from '../telemetry.js';
import { PasswordResetsService } from './password-resets.service.js';

const PAUSE_MS = 1_000;

/** Looks after the addresses for which somebody asked for a new password. Any number of replicas may run it: each takes others. */
@Injectable()
export class AnswerRequests implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly resets: PasswordResetsService,
    private readonly telemetry: IdentityTelemetry,
  ) {}

  onApplicationBootstrap(): void {
    this.#loop = this.#run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
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
