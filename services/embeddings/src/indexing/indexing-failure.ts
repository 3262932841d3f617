import { AppError } from '@smartcontent/contracts';
import { ModelError } from '@smartcontent/models';

const FIRST_RETRY_SECONDS = 2;
const LONGEST_RETRY_SECONDS = 600;
/** A key is mended, or switched on again, by somebody; nobody tells the index. */
const NO_ACCESS_SECONDS = 600;
/** What the endpoint answered is tried again so often, as it may be mended there. */
const MAX_WRONG_ANSWERS = 5;
const MESSAGE_LENGTH = 500;

/** Why a document could not be embedded, as it is shown, and when to try again. */
export interface IndexingFailure {
  readonly code: string;
  readonly message: string;
  /** Null: trying again would not help. */
  readonly againInSeconds: number | null;
  /** It would fail every other document as well. */
  readonly isOfEndpoint: boolean;
}

/** 2 s, 4 s, 8 s … at most ten minutes. */
function backOffSeconds(attempts: number): number {
  return Math.min(FIRST_RETRY_SECONDS * 2 ** attempts, LONGEST_RETRY_SECONDS);
}

/** `attempts`: those that failed before this one. @throws what neither the endpoint nor its key is to blame for */
export function failureOf(error: unknown, attempts: number): IndexingFailure {
  const message = (error instanceof Error ? error.message : String(error)).slice(0, MESSAGE_LENGTH);
  // A service that is away is no fault of the document's.
  if (error instanceof AppError && error.isRetryable) throw error;
  if (error instanceof AppError) return { code: error.code, message, againInSeconds: NO_ACCESS_SECONDS, isOfEndpoint: true };
  if (!(error instanceof ModelError)) throw error;
  const code = `EMBEDDINGS_ENDPOINT_${error.reason.toUpperCase()}`;
  if (error.reason === 'auth') return { code, message, againInSeconds: NO_ACCESS_SECONDS, isOfEndpoint: true };
  if (error.isRetryable && error.reason !== 'bad_shape') {
    const againInSeconds = Math.max(backOffSeconds(attempts), (error.retryAfterMs ?? 0) / 1_000);
    return { code, message, againInSeconds, isOfEndpoint: true };
  }
  const isOver = attempts + 1 >= MAX_WRONG_ANSWERS;
  return { code, message, againInSeconds: isOver ? null : backOffSeconds(attempts), isOfEndpoint: error.reason === 'bad_shape' };
}
