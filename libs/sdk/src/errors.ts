/** The body of a refusal, RFC 9457. docs/reference/errors.md lists the codes. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly is_retryable: boolean;
  readonly correlation_id: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly instance?: string;
}

/** The platform answered, and refused. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** Stable, such as CONTENT_NOT_FOUND; '' where a stranger answered. */
  readonly code: string;

  constructor(
    readonly status: number,
    /** What was answered; null where it was no problem+json, as from a proxy in between. */
    readonly problem: Problem | null,
    text: string,
    /** An earlier try of the same call got no answer: what is refused now may be refused because that one was carried out. */
    readonly isPossiblyApplied: boolean,
    /** Of the answer: where its body says no more than `detail`, its code is here. */
    readonly headers: Headers,
  ) {
    const code = problem ? (problem.code ?? headers.get('x-error-code') ?? '') : '';
    const what = problem ? `${code} ${textOf(problem)}`.trim() : `what answers is no platform: ${text.slice(0, 80) || 'it says nothing'}`;
    super(`${status} ${what}`);
    this.code = code;
  }

  /** Names the request in the logs of every service. */
  get correlationId(): string | null {
    return this.problem?.correlation_id ?? this.headers.get('x-correlation-id');
  }

  /** The same request may succeed later, and does no harm then. */
  get isRetryable(): boolean {
    return this.problem?.is_retryable ?? false;
  }
}

/** The planning routes tell what does not fit as a list. */
function textOf({ detail }: Problem): string {
  return typeof detail === 'string' ? detail : JSON.stringify(detail ?? '');
}

/**
 * There is no whole answer: nobody listens there (`refused`: nothing was sent), it broke off (`lost`), it took too long (`timed-out`), or what
 * came is not the platform's (`foreign`).
 */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  constructor(
    readonly reason: 'refused' | 'lost' | 'timed-out' | 'foreign',
    message: string,
    /** What was asked for may have been done: look before it is asked for again. */
    readonly isPossiblyApplied: boolean,
    options: { readonly cause?: unknown } = {},
  ) {
    super(message, options);
  }
}

const NOTHING_SENT: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Of fetch, which goes to no port that is another protocol's. */
const FORBIDDEN_PORT = 'bad port';

/** Whether fetch failed before it sent anything. A browser does not tell, so there it may have been sent. */
export function isRefused(error: unknown): boolean {
  const { code, cause, message } = (error ?? {}) as { code?: unknown; cause?: unknown; message?: unknown };
  return NOTHING_SENT.has(code) || message === FORBIDDEN_PORT || (cause !== undefined && cause !== error && isRefused(cause));
}
