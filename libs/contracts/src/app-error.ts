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

  static fromWire(wire: WireError): AppError {
    const code = wire.code in ERRORS ? wire.code : 'PLATFORM_INTERNAL';
    return new AppError(code, { detail: wire.detail, data: wire.data });
  }
}

export interface WireError {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly data: Record<string, unknown>;
}
