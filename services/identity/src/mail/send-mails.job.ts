import { Injectable } from '@nestjs/common';
import { Database } from '@smartcontent/database';
import { LoopingJob } from '@smartcontent/service';
import { IdentityTelemetry } from '../telemetry.js';
import { MailSignal } from './mail-signal.js';
import { MailsService } from './mails.service.js';

const AT_ONCE = 4;
/** The longest that it sleeps: mails that another replica took in are seen no later than this. */
const SLEEP_SECONDS = 5;
const TIDY_MS = 60_000;

/** Sends mail that was committed. Any number of replicas may run it: a claim belongs to one of them for three minutes. */
@Injectable()
export class SendMails extends LoopingJob {
  #tidiedAt = 0;

  constructor(
    private readonly database: Database,
    private readonly mails: MailsService,
    private readonly signal: MailSignal,
    private readonly telemetry: IdentityTelemetry,
  ) {
    super();
  }

  override onApplicationBootstrap(): void {
    if (!this.mails.isOpen) this.telemetry.mailClosed();
    super.onApplicationBootstrap();
  }

  protected async run(): Promise<void> {
    while (!this.stopping.aborted) {
      const seconds = await this.#round().catch((error: unknown) => {
        this.telemetry.mailRoundFailed(error);
        return SLEEP_SECONDS;
      });
      if (seconds > 0) await this.signal.wait(seconds, this.stopping);
    }
  }

  /** Returns the seconds until the next round is worth it. */
  async #round(): Promise<number> {
    const claimed = await this.database.withSystem('claim mails', async (tx) => (this.mails.isOpen ? this.mails.claim(tx, AT_ONCE) : []));
    const results = await Promise.all(claimed.map((mail) => this.mails.send(mail)));
    for (const result of results) {
      const outcome = await this.database.withSystem('finish mail', (tx) => this.mails.finish(tx, result));
      this.telemetry.mailTried(result.mail.kind, outcome);
    }
    if (claimed.length > 0) return 0;
    await this.#tidy();
    if (!this.mails.isOpen) return SLEEP_SECONDS;
    const next = await this.database.withSystem('next mail', (tx) => this.mails.secondsToNext(tx));
    return Math.min(Math.max(next ?? SLEEP_SECONDS, 0.1), SLEEP_SECONDS);
  }

  async #tidy(): Promise<void> {
    if (Date.now() - this.#tidiedAt < TIDY_MS) return;
    this.telemetry.mailsExpired(await this.database.withSystem('tidy mails', (tx) => this.mails.tidy(tx)));
    this.#tidiedAt = Date.now();
  }
}
