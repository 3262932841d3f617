import { Injectable } from '@nestjs/common';
import { type ModelChoice, OFFLINE_PROVIDER } from '@smartcontent/contracts';
import { RunProgress } from '../news/run-progress.js';
import type { Assignment, Written } from '../writer.js';
import { type Desk, ModelWriter } from './model-writer.service.js';
import { writeOffline } from './offline-writer.js';

/** Hands an assignment to who shall write it, and tells what comes of it while it comes. */
@Injectable()
export class Writers {
  constructor(
    private readonly models: ModelWriter,
    private readonly progress: RunProgress,
  ) {}

  /** Never less than the tokens that the call will take in. */
  promptBytes({ provider }: ModelChoice, assignment: Assignment): number {
    return provider === OFFLINE_PROVIDER ? Buffer.byteLength(assignment.request.prompt) : this.models.promptBytes(assignment);
  }

  /** @throws WriteFailure */
  async write(choice: ModelChoice, assignment: Assignment, desk: Omit<Desk, 'onText'>): Promise<Written> {
    const teller = this.progress.teller({ id: desk.runId, company_id: desk.companyId });
    try {
      if (choice.provider !== OFFLINE_PROVIDER) return await this.models.write(choice, assignment, { ...desk, onText: teller.onText });
      const written = writeOffline(assignment);
      teller.onText(written.text);
      return written;
    } finally {
      teller.end();
    }
  }
}
