import { type Context, INVALID_SPAN_CONTEXT, type Span, type Tracer, trace } from '@opentelemetry/api';
import { GetAccount, LogIn } from '@smartcontent/contracts';
import { afterAll, expect, test } from 'vitest';
import { useIdentity } from './use-identity.js';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const spans: { name: string; parent: string; hasEnded: boolean; hasFailed: boolean }[] = [];

/** The least that can stand for an SDK: it writes down each span's name, trace and end. */
const tracer = {
  startSpan(name: string, _options: unknown, parent: Context) {
    const span = { name, parent: trace.getSpanContext(parent)?.traceId ?? '', hasEnded: false, hasFailed: false };
    spans.push(span);
    return {
      isRecording: () => false,
      spanContext: () => INVALID_SPAN_CONTEXT,
      setStatus: () => (span.hasFailed = true),
      recordException: () => undefined,
      end: () => (span.hasEnded = true),
    } as unknown as Span;
  },
} as Tracer;
trace.setGlobalTracerProvider({ getTracer: () => tracer });
afterAll(() => trace.disable());

const identity = useIdentity();

test('where an SDK is registered, every handled request is a span of the trace that it came with', async () => {
  const { admin } = await identity.signUp('traced');
  spans.splice(0);
  const traceparent = `00-${TRACE_ID}-00f067aa0ba902b7-01`;
  await admin.call(GetAccount, {}, { traceparent });
  await identity.ask(LogIn, { email: 'traced@example.org', password: 'wrong' }, { traceparent }).catch(() => undefined);
  expect(spans).toEqual([
    { name: 'AccountsRpc.get', parent: TRACE_ID, hasEnded: true, hasFailed: false },
    { name: 'SessionsRpc.logIn', parent: TRACE_ID, hasEnded: true, hasFailed: true },
  ]);
});
