import { ERRORS, type ErrorCode } from './errors.js';

/**
 * The one error of the platform: a code of the table in errors.ts, plus data that the caller may see.
 * The HTTP status and whether a retry helps come from the table, never from the place that throws.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly data: Record<string, unknown>;

  constructor(code: ErrorCode, options: { cause?: unknown; data?: Record<string, unknown>; detail?: string } = {}) {
    super(options.detail ?? ERRORS[code].title, { cause: options.cause });
    this.code = code;
    this.data = options.data ?? {};
  }

  /** True where the same request may succeed later without being changed. */
  get isRetryable(): boolean {
    return ERRORS[this.code].isRetryable;
  }

  /** The form in which an error crosses NATS. */
  toWire(): WireError {
    return { code: this.code, detail: this.message, data: this.data };
  }

  /** What came over NATS, from a service that may be newer than this one: a code that is not known here is PLATFORM_INTERNAL. */
  static fromWire({ code, detail, data }: WireError): AppError {
    const isKnown = Object.hasOwn(ERRORS, code);
    return new AppError(isKnown ? code : 'PLATFORM_INTERNAL', {
      detail: typeof detail === 'string' ? detail : undefined,
      data: typeof data === 'object' && data !== null ? data : {},
      cause: isKnown ? undefined : { code, detail },
    });
  }
}

export interface WireError {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly data: Record<string, unknown>;
}
