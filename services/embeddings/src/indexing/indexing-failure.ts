import { AppError } from '@smartcontent/contracts';
import { ModelError } from '@smartcontent/models';
import { backOffSeconds, LONGEST_RETRY_SECONDS } from '../back-off.js';

const MESSAGE_LENGTH = 500;

/** Why a document could not be embedded, as it is shown, and when to try again. */
export interface IndexingFailure {
  readonly code: string;
  readonly message: string;
  readonly againInSeconds: number;
  /** How long the endpoint is to be left alone at least. */
  readonly pauseSeconds: number;
  /** Whom it is of: `maybe` the endpoint's, where it meets a second text as well. */
  readonly isOfEndpoint: 'yes' | 'maybe' | 'no';
}

/** `attempts`: those that failed before this one. @throws what neither the endpoint nor its key is to blame for */
export function failureOf(error: unknown, attempts: number): IndexingFailure {
  const message = (error instanceof Error ? error.message : String(error)).slice(0, MESSAGE_LENGTH);
  // A service that is away is no fault of the document's.
  if (error instanceof AppError && error.isRetryable) throw error;
  // A key is mended, or switched on again, by somebody; nobody tells the index.
  const noAccess = { message, againInSeconds: LONGEST_RETRY_SECONDS, pauseSeconds: LONGEST_RETRY_SECONDS, isOfEndpoint: 'yes' as const };
  if (error instanceof AppError) return { code: error.code, ...noAccess };
  if (!(error instanceof ModelError)) throw error;
  const code = `EMBEDDINGS_ENDPOINT_${error.reason.toUpperCase()}`;
  if (error.reason === 'auth') return { code, ...noAccess };
  const pauseSeconds = (error.retryAfterMs ?? 0) / 1_000;
  const waits = { againInSeconds: Math.max(backOffSeconds(attempts), pauseSeconds), pauseSeconds };
  if (error.reason === 'bad_shape') return { code, message, ...waits, isOfEndpoint: 'maybe' };
  return { code, message, ...waits, isOfEndpoint: error.isRetryable ? 'yes' : 'no' };
}
