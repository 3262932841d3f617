import { z } from 'zod';
import type { AppError } from './app-error.js';
import { ERRORS, type ErrorCode } from './errors.js';

/** The body of every refusal: RFC 9457 problem details, media type `application/problem+json`. */
export const problemSchema = z
  .object({
    type: z.string().describe('urn:smartcontent:error:<code>; the same for every occurrence'),
    title: z.string().describe('What the code means'),
    status: z.number().int(),
    detail: z.string().describe('What went wrong this time'),
    instance: z.string().optional().describe('Path of the request'),
    code: z.string().describe('Stable; docs/reference/errors.md lists them all'),
    is_retryable: z
      .boolean()
      .describe(
        'The unchanged request may succeed later and does no harm then; false where a POST without an Idempotency-Key is possibly applied',
      ),
    correlation_id: z.string().describe('Names this request in the logs of every service'),
    data: z
      .record(z.string(), z.json())
      .describe(
        'What the code adds: errors: [{ path, message }] of an invalid input, retry_after_seconds of a 429 or 503, is_possibly_applied: true of a 503 after which nobody knows whether the request was carried out (of a 504 nobody ever does)',
      ),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;

/** The body of a 404 on a face whose errors are `detail`. */
export const notFoundDetailSchema = z.strictObject({ detail: z.string().describe('What was not found') }).meta({ id: 'NotFoundDetail' });

/** The body of a 422 on a face whose errors are `detail`. */
export const invalidDetailSchema = z
  .strictObject({
    detail: z.array(
      z.strictObject({
        loc: z.array(z.union([z.string(), z.int()])).describe('Where: path, query or body, then the field'),
        msg: z.string(),
        type: z.string().describe('What kind of error it is, such as invalid_type'),
      }),
    ),
  })
  .meta({ id: 'InvalidDetail' });

/**
 * The problem that tells a client of this error. The detail of a 500 is its title: its own text stays in the logs.
 * `isRepeatable`: to send the request again does no harm, also where it was carried out.
 */
export function problemOf(error: AppError, correlationId: string, isRepeatable = true): Problem {
  const problem = problemOfCode(error.code, correlationId);
  if (ERRORS[error.code].status === 500) return problem;
  const isPossiblyApplied = error.code === 'PLATFORM_DEADLINE_EXCEEDED' || error.data.is_possibly_applied === true;
  return {
    ...problem,
    detail: error.message,
    is_retryable: problem.is_retryable && (isRepeatable || !isPossiblyApplied),
    data: { ...(error.data as Problem['data']), ...retryData(retryAfterSeconds(error)) },
  };
}

/** Whole seconds after which to try again: what the place that threw said, else what the table says; `null` where nobody can tell. */
export function retryAfterSeconds(error: AppError): number | null {
  const { retryAfterSeconds: usual } = ERRORS[error.code];
  if (usual === null) return null;
  const told = Number(error.data.retry_after_seconds ?? usual);
  return Number.isFinite(told) ? Math.max(1, Math.ceil(told)) : usual;
}

function retryData(seconds: number | null): Problem['data'] {
  return seconds === null ? {} : { retry_after_seconds: seconds };
}

/** The problem of a bare code, as the examples of the OpenAPI document show it. */
export function problemOfCode(code: ErrorCode, correlationId: string): Problem {
  const { status, title, isRetryable, retryAfterSeconds: seconds } = ERRORS[code];
  return {
    type: `urn:smartcontent:error:${code}`,
    title,
    status,
    detail: title,
    code,
    is_retryable: isRetryable,
    correlation_id: correlationId,
    data: retryData(seconds),
  };
}
