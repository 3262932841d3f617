import { Injectable } from '@nestjs/common';
import { type ModelChoice, OFFLINE_PROVIDER } from '@smartcontent/contracts';
import { RunProgress } from '../news/run-progress.js';
import type { StoredRun } from '../run-columns.js';
import type { Assignment, Written } from '../writer.js';
import { type Desk, ModelWriter } from './model-writer.service.js';
import { writeOffline } from './offline-writer.js';

/** What one attempt writes with, once it is known that it can. */
export interface Pen {
  /** Never less than the tokens that the call will take in. */
  promptBytes(assignment: Assignment): number;
  /** @throws WriteFailure; anything else only where surely nothing left */
  write(assignment: Assignment, signal: AbortSignal): Promise<Written>;
}

/** Hands an assignment to who shall write it, and tells what comes of it while it comes. */
@Injectable()
export class Writers {
  constructor(
    private readonly models: ModelWriter,
    private readonly progress: RunProgress,
  ) {}

  /** @throws AppError, WriteFailure where the provider's key does not open */
  async open({ provider }: ModelChoice, run: Pick<StoredRun, 'id' | 'company_id'>): Promise<Pen> {
    if (provider === OFFLINE_PROVIDER) {
      const promptBytes = ({ request }: Assignment) => Buffer.byteLength(request.prompt);
      return { promptBytes, write: (assignment) => this.#tell(run, async (onText) => writtenAtOnce(assignment, onText)) };
    }
    const client = await this.models.open(provider, run.company_id, run.id);
    return {
      promptBytes: (assignment) => this.models.promptBytes(assignment),
      write: (assignment, signal) => this.#tell(run, (onText) => this.models.write(client, assignment, { signal, onText })),
    };
  }

  async #tell(run: Pick<StoredRun, 'id' | 'company_id'>, write: (onText: Desk['onText']) => Promise<Written>): Promise<Written> {
    const teller = this.progress.teller(run);
    try {
      return await write(teller.onText);
    } finally {
      teller.end();
    }
  }
}

function writtenAtOnce(assignment: Assignment, onText: Desk['onText']): Written {
  const written = writeOffline(assignment);
  onText(written.text);
  return written;
}
