import { randomUUID } from 'node:crypto';
import { context, ProxyTracerProvider, ROOT_CONTEXT, type SpanContext, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

/** W3C Trace Context, version 00: trace id, parent id, flags; all-zero ids are invalid. */
const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The traceparent to go on with: the one that came in where it is well formed, a new sampled one otherwise. */
export function continueTrace(traceparent: string | null | undefined): string {
  if (traceparent && TRACEPARENT.test(traceparent)) return traceparent;
  return `00-${randomHex()}-${randomHex().slice(16)}-01`;
}

/** 32 digits. `randomUUID` draws its entropy in blocks: five times faster than `randomBytes`, and this runs for every request. */
function randomHex(): string {
  return randomUUID().replaceAll('-', '');
}

/**
 * Runs `work` in a span of the trace that `traceparent` names and hands it the traceparent to pass on.
 * Without a registered OpenTelemetry SDK there is no span, and what came in is passed on.
 */
export async function withSpan<T>(name: string, traceparent: string | null, work: (traceparent: string) => Promise<T>): Promise<T> {
  const incoming = continueTrace(traceparent);
  const parent = trace.setSpanContext(ROOT_CONTEXT, parse(incoming));
  const span = trace.getTracer('smartcontent').startSpan(name, { kind: SpanKind.SERVER }, parent);
  try {
    return await context.with(trace.setSpan(parent, span), () => work(span.isRecording() ? format(span.spanContext()) : incoming));
  } catch (error) {
    span.recordException(error as Error);
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}

/** Whether somebody registered an OpenTelemetry SDK before the service started; only then do handlers pay for spans. */
export function isTraced(): boolean {
  const provider = trace.getTracerProvider();
  return !(provider instanceof ProxyTracerProvider) || provider.getDelegateTracer('smartcontent') !== undefined;
}

function parse(traceparent: string): SpanContext {
  const [, traceId = '', spanId = '', flags = '00'] = TRACEPARENT.exec(traceparent) ?? [];
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
}

function format(span: SpanContext): string {
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`;
}
