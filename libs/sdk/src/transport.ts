import type { Bearer, Session } from './credentials.js';
import { ApiError, ConnectionError, isRefused, type Problem } from './errors.js';
import { OPERATIONS } from './generated/operations.js';
import { newId } from './new-id.js';
import { type Operation, requestOf, type WireRequest } from './operation.js';
import { backoffMs, pause, retryAfterMs } from './retry.js';

/** Of one call. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** For one try, in ms. */
  readonly timeoutMs?: number;
  /** Further tries after the first. */
  readonly retries?: number;
  /** Made for each call unless told. The same key for the same work makes a call harmless that the program itself repeats. */
  readonly idempotencyKey?: string;
  /** The ETag that the resource must still have. */
  readonly ifMatch?: string;
  /** The ETag that is known: unless it changed, the answer has status 304 and the body null. */
  readonly ifNoneMatch?: string;
  /** Names the call in the platform's logs. */
  readonly correlationId?: string;
}

export interface TransportOptions {
  readonly baseUrl: string;
  readonly bearer: Bearer;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly fetch: typeof fetch;
}

type Read<T> = (response: Response) => Promise<T>;
type Failure = ApiError | ConnectionError;
type Outcome<T> = { readonly answer: T } | { readonly failure: Failure };

/** Longer than a minute, the length of a rate limit's window, nobody is kept waiting unasked. */
const LONGEST_WAIT_MS = 61_000;
const REFRESH = OPERATIONS['identity.session.refresh'];

/** Sends requests, and sends them again where that helps and does no harm. */
export class Transport {
  constructor(private readonly own: TransportOptions) {}

  /**
   * @param read takes the answer in; where that breaks off, the request is sent again as if there had been no answer
   * @throws ApiError where the platform refuses
   * @throws ConnectionError where no whole answer comes
   */
  async send<T>(operation: Operation, wire: WireRequest, options: CallOptions, read: Read<T>): Promise<T> {
    const headers = headersOf(operation, wire, options);
    const canRepeat = operation.isSafeTwice === true || 'idempotency-key' in headers || operation === REFRESH;
    const retries = options.retries ?? this.own.retries;
    let isDoubtful = false;
    let hasRenewed = false;
    for (let attempt = 1; ; attempt++) {
      const token = operation.isOpen ? null : await this.own.bearer.token();
      const authorization: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
      const outcome: Outcome<T> = await this.#attempt({ ...wire, headers: { ...headers, ...authorization } }, options, read, isDoubtful);
      if ('answer' in outcome) return outcome.answer;
      const failure: Failure = outcome.failure;
      if (token !== null && !hasRenewed && failure instanceof ApiError && failure.status === 401) {
        hasRenewed = (await this.own.bearer.renewed(token, (session, id) => this.#refresh(session, id, options))) !== null;
        if (hasRenewed) continue;
      }
      const waitMs = attempt > retries ? null : waitOf(failure, attempt, canRepeat);
      if (waitMs === null) throw failure;
      isDoubtful ||= failure.isPossiblyApplied;
      await pause(waitMs, options.signal);
    }
  }

  async #attempt<T>(
    { method, path, body, headers }: WireRequest,
    { signal, timeoutMs = this.own.timeoutMs }: CallOptions,
    read: Read<T>,
    isDoubtful: boolean,
  ): Promise<Outcome<T>> {
    signal?.throwIfAborted();
    const clock = new AbortController();
    const timer = setTimeout(() => clock.abort(), timeoutMs);
    const either = signal ? AbortSignal.any([signal, clock.signal]) : clock.signal;
    const isWrite = method !== 'GET';
    try {
      // Where a redirect leads is not where the key was meant for.
      const response = await this.own.fetch(this.own.baseUrl + path, { method, body, headers, signal: either, redirect: 'manual' });
      if (response.ok || response.status === 304) return { answer: await read(response) };
      const text = await response.text();
      return { failure: refusalOf(response, text, isWrite, isDoubtful) };
    } catch (cause) {
      signal?.throwIfAborted();
      if (cause instanceof ConnectionError) return { failure: cause };
      return { failure: this.#lossOf(cause, clock.signal.aborted, isWrite, isDoubtful) };
    } finally {
      clearTimeout(timer);
    }
  }

  #lossOf(cause: unknown, isLate: boolean, isWrite: boolean, isDoubtful: boolean): ConnectionError {
    const { baseUrl } = this.own;
    if (isLate) return new ConnectionError('timed-out', `no answer from ${baseUrl} in time`, isWrite, { cause });
    if (isRefused(cause)) return new ConnectionError('refused', `no platform answers at ${baseUrl}`, isDoubtful, { cause });
    return new ConnectionError('lost', `the answer from ${baseUrl} was lost: ${reasonOf(cause)}`, isWrite, { cause });
  }

  async #refresh({ refresh_token }: Session, attempt_id: string, { signal }: CallOptions): Promise<Session> {
    const wire = requestOf(REFRESH, { refresh_token, attempt_id });
    return this.send(REFRESH, wire, { signal }, async (response) => (await response.json()) as Session);
  }
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as { cause?: { message?: string }; message?: string };
  return cause?.message || message || String(error);
}

function headersOf(operation: Operation, wire: WireRequest, options: CallOptions): Record<string, string> {
  if (options.idempotencyKey !== undefined && !operation.takesKey) {
    throw new TypeError(`${wire.method} ${wire.path} takes no Idempotency-Key: a repeat would do it twice`);
  }
  const headers: Record<string, string | undefined> = {
    accept: operation.kind === 'stream' ? 'text/event-stream' : undefined,
    ...wire.headers,
    'idempotency-key': operation.takesKey ? (options.idempotencyKey ?? newId()) : undefined,
    'if-match': options.ifMatch,
    'if-none-match': options.ifNoneMatch,
    'x-correlation-id': options.correlationId,
  };
  return Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function refusalOf({ status, headers }: Response, text: string, isWrite: boolean, isDoubtful: boolean): ApiError {
  const problem = problemOf(headers, text);
  const mayHave = problem ? problem.data?.is_possibly_applied === true || status === 504 : status >= 500;
  return new ApiError(status, problem, text, isDoubtful || (isWrite && mayHave), headers);
}

/** Proxies in between answer JSON as well, and know nothing of what was done behind them. */
function problemOf(headers: Headers, text: string): Problem | null {
  const isOurs = headers.get('content-type')?.startsWith('application/problem+json') || headers.has('x-error-code');
  if (!isOurs) return null;
  try {
    const answer = JSON.parse(text) as Problem | null;
    return typeof answer === 'object' ? answer : null;
  } catch {
    return null;
  }
}

/** How long to wait before the next try, in ms; null where there should be none. */
function waitOf(failure: Failure, attempt: number, canRepeat: boolean): number | null {
  if (failure instanceof ConnectionError) {
    const isHarmless = failure.reason === 'refused' || (failure.reason !== 'foreign' && canRepeat);
    return isHarmless ? backoffMs(attempt) : null;
  }
  const isTransient = failure.problem ? failure.isRetryable : canRepeat && [502, 503, 504].includes(failure.status);
  if (!isTransient) return null;
  const asked = retryAfterMs(failure.headers) ?? 0;
  return asked > LONGEST_WAIT_MS ? null : asked + backoffMs(attempt);
}
