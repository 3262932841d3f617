import { Injectable } from '@nestjs/common';
import { type ModelChoice, OFFLINE_PROVIDER } from '@smartcontent/contracts';
import { writeOffline } from './offline-writer.js';
import { type Assignment, WriteFailure, type Written } from './writer.js';

/** Where a call goes, and who is at its other end. */
export interface Desk {
  readonly companyId: string;
  readonly runId: string;
  readonly signal: AbortSignal;
  /** Hears the text piece by piece. */
  readonly onText: (text: string) => void;
}

/** Hands an assignment to who shall write it. */
@Injectable()
export class Writers {
  /** UTF-8 bytes of everything that is sent. */
  promptBytes({ request }: Assignment): number {
    return Buffer.byteLength(request.prompt);
  }

  /** @throws WriteFailure */
  async write({ provider }: ModelChoice, assignment: Assignment, { onText }: Desk): Promise<Written> {
    if (provider !== OFFLINE_PROVIDER) throw new WriteFailure('provider_unknown', `no provider ${provider}`, { isRetryable: false });
    const written = writeOffline(assignment);
    onText(written.text);
    return written;
  }
}
