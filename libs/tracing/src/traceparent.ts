import { randomUUID } from 'node:crypto';

/** W3C Trace Context, version 00: trace id, parent id, flags; all-zero ids are invalid. */
const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The parts of a well-formed traceparent; null for any other text. */
export function parseTraceparent(text: string | null | undefined): { traceId: string; spanId: string; traceFlags: number } | null {
  const [, traceId = '', spanId = '', flags = ''] = TRACEPARENT.exec(text ?? '') ?? [];
  return traceId ? { traceId, spanId, traceFlags: Number.parseInt(flags, 16) } : null;
}

/** The traceparent to go on with where nobody makes spans: the one that came in if it is well formed, a new one otherwise. */
export function continueTrace(traceparent: string | null | undefined): string {
  if (traceparent && parseTraceparent(traceparent)) return traceparent;
  return `00-${randomHex()}-${randomHex().slice(16)}-01`;
}

/** 32 digits. `randomUUID` draws its entropy in blocks: five times faster than `randomBytes`, and this runs for every request. */
function randomHex(): string {
  return randomUUID().replaceAll('-', '');
}
