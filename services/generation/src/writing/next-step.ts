import type { StoredRun } from '../run-columns.js';

const FIRST_DELAY_SECONDS = 1;
const LONGEST_DELAY_SECONDS = 60;
/** A provider that asks to be left alone for longer is not waited for. */
const LONGEST_WAIT_SECONDS = 300;

/** Why an attempt brought no draft. */
export interface Failure {
  readonly reason: string;
  readonly message: string;
  readonly isRetryable: boolean;
  readonly retryAfterMs?: number;
  readonly validationErrors?: readonly string[];
  /** It was cut off since its process stopped: no fault of the model, and none of its tries. */
  readonly isStop?: boolean;
}

export type Step =
  | { readonly kind: 'again'; readonly modelIndex: number; readonly modelAttempts: number; readonly delaySeconds: number }
  | { readonly kind: 'failed'; readonly code: string };

type Tried = Pick<StoredRun, 'request' | 'model_index' | 'model_attempts'>;

/** What follows a failed attempt: the same model again where that may help, else the next one, else the end. */
export function nextStep({ request, model_index, model_attempts }: Tried, failure: Failure, random = Math.random()): Step {
  if (failure.isStop) return { kind: 'again', modelIndex: model_index, modelAttempts: Math.max(model_attempts - 1, 0), delaySeconds: 0 };
  const waitSeconds = (failure.retryAfterMs ?? 0) / 1_000;
  if (failure.isRetryable && model_attempts < request.max_attempts && waitSeconds <= LONGEST_WAIT_SECONDS) {
    const ceiling = Math.min(FIRST_DELAY_SECONDS * 2 ** Math.max(model_attempts - 1, 0), LONGEST_DELAY_SECONDS);
    // Output that does not fit needs no rest, only another try.
    const delaySeconds = failure.validationErrors ? 0 : Math.max(ceiling * (0.5 + random / 2), waitSeconds);
    return { kind: 'again', modelIndex: model_index, modelAttempts: model_attempts, delaySeconds };
  }
  if (model_index + 1 < request.models.length) return { kind: 'again', modelIndex: model_index + 1, modelAttempts: 0, delaySeconds: 0 };
  return { kind: 'failed', code: codeOf(failure.reason) };
}

/** `budget_exceeded` and `OUTPUT_INVALID` alike in capitals. */
export function codeOf(reason: string): string {
  return reason.toUpperCase().slice(0, 50);
}
