import type { TokenUsage } from './token-usage.js';

/**
 * Why a call brought nothing that can be used.
 * - `rate_limit`: too many calls, or a quota is used up (then a second try is of no use)
 * - `timeout`: the deadline of the caller was over, or the provider was silent for too long
 * - `server`: the provider failed
 * - `auth`: the key is not taken
 * - `invalid_request`: the provider refuses this very request, such as an unknown model
 * - `cut`: the answer began and broke off
 * - `bad_shape`: the answer is not of the protocol, or vectors are none
 * - `empty`: the answer came and holds no text
 * - `refused`: the provider's filter withheld the answer
 * - `network`: nobody answered, or the address is not allowed
 * - `cancelled`: the caller gave up
 */
export type ModelErrorReason =
  | 'rate_limit'
  | 'timeout'
  | 'server'
  | 'auth'
  | 'invalid_request'
  | 'cut'
  | 'bad_shape'
  | 'empty'
  | 'refused'
  | 'network'
  | 'cancelled';

/** What is known of a call that failed. */
export interface ModelFailure {
  readonly reason: ModelErrorReason;
  readonly message: string;
  /** Whether the same call may succeed later, or at once. */
  readonly isRetryable: boolean;
  /** How long the provider asks to be left alone. */
  readonly retryAfterMs?: number;
  /** Of a call that the provider refused with it. */
  readonly statusCode?: number;
}

/** What was there when it failed. */
export interface ModelCall {
  /** Path of the URL that was called, in at most 100 characters. */
  readonly endpoint: string;
  readonly method: 'POST';
  readonly latencyMs: number;
  /** Text that had come. */
  readonly partialText?: string;
  /** What the provider had told; it may bill a call that failed. Nothing at all of one that it refused; undefined where a gateway answered in its place. */
  readonly usage?: TokenUsage;
  /** False where surely nothing reached the provider. */
  readonly hasLeft: boolean;
}

/** A call of a model that failed. The message is the provider's where it gave one, shortened, and never holds the key. */
export class ModelError extends Error implements ModelFailure, ModelCall {
  override readonly name = 'ModelError';
  readonly reason: ModelErrorReason;
  readonly isRetryable: boolean;
  readonly retryAfterMs?: number;
  readonly statusCode?: number;
  readonly endpoint: string;
  readonly method = 'POST';
  readonly latencyMs: number;
  readonly partialText?: string;
  readonly usage?: TokenUsage;
  readonly hasLeft: boolean;

  constructor(failure: ModelFailure, call: ModelCall) {
    super(failure.message);
    this.reason = failure.reason;
    this.isRetryable = failure.isRetryable;
    this.retryAfterMs = failure.retryAfterMs;
    this.statusCode = failure.statusCode;
    this.endpoint = call.endpoint;
    this.latencyMs = call.latencyMs;
    this.partialText = call.partialText;
    this.usage = call.usage;
    this.hasLeft = call.hasLeft;
  }
}
