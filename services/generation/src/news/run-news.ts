import { Injectable } from '@nestjs/common';
import { GenerationRequested } from '@smartcontent/contracts';
import { commitChange, type Tx } from '@smartcontent/database';
import type { StoredRun } from '../run-columns.js';
import { GenerationTelemetry } from '../telemetry.js';
import { auditedRun, tellRunEnded } from './run-events.js';
import { RunProgress } from './run-progress.js';
import { LONGEST_SLEEP_SECONDS, Underway } from './underway.js';

/** Who hears of what becomes of a run: the outbox and the audit in its transaction, this process after the commit. */
@Injectable()
export class RunNews {
  constructor(
    private readonly underway: Underway,
    private readonly progress: RunProgress,
    private readonly telemetry: GenerationTelemetry,
  ) {}

  async requested(tx: Tx, run: StoredRun): Promise<void> {
    const data = { user_id: run.user_id, content_id: run.content_id, is_new_content: run.is_new_content };
    await commitChange(tx, {
      event: { contract: GenerationRequested, aggregateId: run.id, aggregateVersion: run.revision, data },
      audit: { table: 'runs', operation: 'insert', after: auditedRun(run) },
    });
    tx.afterCommit(() => {
      this.progress.status(run);
      this.underway.raise();
    });
  }

  async ended(tx: Tx, before: StoredRun, after: StoredRun): Promise<void> {
    await tellRunEnded(tx, before, after);
    tx.afterCommit(() => {
      this.telemetry.runEnded(after);
      this.progress.status(after);
      if (after.status === 'cancelled') this.underway.cancel(after.id);
    });
  }

  /** Its call leaves now. */
  calling(tx: Tx, run: StoredRun): void {
    tx.afterCommit(() => this.progress.status(run));
  }

  /** The next attempt comes by itself. */
  failed(tx: Tx, run: StoredRun, reason: string, delaySeconds: number): void {
    tx.afterCommit(() => {
      this.telemetry.attemptFailed(run, reason);
      this.progress.status(run, reason);
      if (delaySeconds < LONGEST_SLEEP_SECONDS) this.underway.raise();
    });
  }

  leaseLost(runId: string): void {
    this.telemetry.leaseLost(runId);
  }
}
