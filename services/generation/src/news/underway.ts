import { Injectable } from '@nestjs/common';
import { WakeSignal } from '@smartcontent/service';

/** The longest that the job sleeps: runs that another replica took in are seen no later than this. */
export const LONGEST_SLEEP_SECONDS = 1;

/** Why a call is cut off whose process stops. */
export class Stopping extends Error {
  override readonly name = 'Stopping';
}

/** What this process has in hand: wakes its job for a run that is due, and ends the calls of one that was cancelled. */
@Injectable()
export class Underway extends WakeSignal {
  readonly #calls = new Map<string, AbortController>();

  hold(runId: string, call: AbortController): void {
    this.#calls.set(runId, call);
  }

  /** Not the call of a later attempt at the same run, which began before an earlier one had ended. */
  release(runId: string, call: AbortController): void {
    if (this.#calls.get(runId) === call) this.#calls.delete(runId);
  }

  /** Other replicas learn of it when they renew their lease. */
  cancel(runId: string): void {
    this.#calls.get(runId)?.abort('cancelled');
  }
}
