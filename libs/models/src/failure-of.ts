import { APICallError, InvalidResponseDataError } from '@ai-sdk/provider';
import { storable } from '@smartcontent/contracts';
import type { ModelErrorReason, ModelFailure } from './model-error.js';

export interface Seen {
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
  /** Of the key. */
  readonly revoked: AbortSignal | undefined;
  /** Whether anything of the answer had come. */
  readonly hasBegun: boolean;
  /** Taken out of messages: a provider may repeat what it was sent. */
  readonly apiKey: string;
}

const LONGEST_MESSAGE = 500;
const RETRYABLE: ReadonlySet<ModelErrorReason> = new Set(['rate_limit', 'timeout', 'server', 'cut', 'bad_shape', 'empty', 'network']);
/** Nothing was sent: the connection was never there. */
const UNREACHED = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;
/** As above, and a second try brings no other answer. */
const UNREACHABLE = /^(?:ADDRESS_REFUSED|.*CERT.*|.*SELF_SIGNED.*|ERR_TLS_.*)$/;
const SILENT = /^UND_ERR_(?:HEADERS|BODY)_TIMEOUT$/;

/** What a call that ended with this error, thrown or as a part of its stream, failed of. */
export function failureOf(error: unknown, { signal, revoked, hasBegun, apiKey }: Seen): ModelFailure {
  const message = clean(messageOf(error), apiKey);
  if (signal?.aborted)
    return isTimeout(signal.reason) ? told('timeout', 'the time for the call was over') : told('cancelled', 'the caller gave up');
  if (revoked?.aborted) return told('auth', 'the key was switched off or deleted meanwhile');
  if (APICallError.isInstance(error) && error.statusCode !== undefined && (error.statusCode < 200 || error.statusCode > 299)) {
    return { ...refusalOf(error, message), statusCode: error.statusCode };
  }
  const inStream = streamReason(error);
  if (inStream) return told(inStream, message);
  const code = codeOf(error);
  if (UNREACHABLE.test(code)) return { ...told('network', message), isRetryable: false };
  if (UNREACHED.test(code)) return told('network', `nobody answered: ${code}`);
  if (SILENT.test(code)) return told('timeout', 'the provider was silent for too long');
  if (code === 'ANSWER_TOO_LONG') return { ...told('bad_shape', message), isRetryable: false };
  if (code !== '') return told('cut', `the connection broke before the answer was whole: ${code}`);
  // The SDK's word for a stream that ended before the model said why it did; it has no data then.
  const isCut = hasBegun && InvalidResponseDataError.isInstance(error) && error.data === undefined;
  if (isCut) return told('cut', 'the answer ended before the model did');
  return told('bad_shape', hasBegun ? `the answer is not of the protocol: ${message}` : message);
}

/** A failure of this reason, with its usual answer to whether a second try helps. */
export function told(reason: ModelErrorReason, message: string): ModelFailure {
  return { reason, message, isRetryable: RETRYABLE.has(reason) };
}

/** Whether surely no model worked on the call: where a gateway gave up waiting for one, it may have, and be billed. */
export function isRefused({ statusCode: status }: ModelFailure): boolean {
  return status !== undefined && status !== 408 && status !== 502 && status !== 504 && !(status >= 520 && status < 529);
}

function refusalOf(error: APICallError, message: string): ModelFailure {
  const status = error.statusCode as number;
  if (status === 429) {
    // A quota that is used up stays so: no second try within a run's time changes that.
    const isUsedUp = /insufficient_quota|billing/.test(error.responseBody ?? '');
    return { ...told('rate_limit', message), isRetryable: !isUsedUp, retryAfterMs: retryAfter(error.responseHeaders) };
  }
  if (status === 401 || status === 402 || status === 403) return told('auth', message);
  if (status === 408) return told('timeout', message);
  if (status === 409 || status === 425 || status >= 500)
    return { ...told('server', message), retryAfterMs: retryAfter(error.responseHeaders) };
  if (status < 400) return told('invalid_request', 'the address answers with a redirect, which is not followed');
  return told('invalid_request', message);
}

/** Of an error that the provider sent as a part of its stream. */
function streamReason(error: unknown): ModelErrorReason | undefined {
  if (error instanceof Error || typeof error !== 'object' || error === null) return undefined;
  const { type, code } = error as { readonly type?: unknown; readonly code?: unknown };
  const kind = `${String(type)} ${String(code)}`;
  if (/rate_limit|insufficient_quota|429/.test(kind)) return 'rate_limit';
  if (/auth|permission|api_key|billing/.test(kind)) return 'auth';
  if (/invalid_request|not_found|too_large/.test(kind)) return 'invalid_request';
  return 'server';
}

/** `retry-after-ms`, as some say it, or `retry-after` in seconds or as a date. */
function retryAfter(headers: Readonly<Record<string, string>> = {}): number | undefined {
  const exact = Number.parseFloat(headers['retry-after-ms'] ?? '');
  if (exact >= 0) return exact;
  const text = headers['retry-after'];
  if (text === undefined) return undefined;
  const seconds = Number.parseFloat(text);
  if (seconds >= 0) return Math.ceil(seconds * 1_000);
  const until = Date.parse(text) - Date.now();
  return Number.isNaN(until) ? undefined : Math.max(0, until);
}

/** The code of a connection's error, which lies somewhere below what the SDK throws; empty where there is none. */
function codeOf(error: unknown): string {
  for (let cause = error; typeof cause === 'object' && cause !== null; cause = (cause as { cause?: unknown }).cause) {
    const { code, message } = cause as { readonly code?: unknown; readonly message?: unknown };
    if (typeof code === 'string') return code;
    // What undici says where the other side closed in the middle.
    if (message === 'terminated' || message === 'other side closed') return 'UND_ERR_SOCKET';
  }
  return '';
}

function messageOf(error: unknown): string {
  const { message } = (typeof error === 'object' && error !== null ? error : {}) as { readonly message?: unknown };
  return typeof message === 'string' && message !== '' ? message : 'the provider gave no reason';
}

/** Short, without the key, and such that a store takes it. */
function clean(message: string, apiKey: string): string {
  return storable(message.replaceAll(apiKey, '[key]').slice(0, LONGEST_MESSAGE));
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && reason.name === 'TimeoutError';
}
