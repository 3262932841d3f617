import { setTimeout as delay } from 'node:timers/promises';
import {
  type Attributes,
  type Context,
  context,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  type Tracer as SpanMaker,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { AppError, ERRORS } from '@smartcontent/contracts';
import { type LongSpan, type OpenSpan, type SpanInfo, type Tracer, useTracer } from './spans.js';
import type { Tracing, TracingOptions } from './start-tracing.js';
import { parseTraceparent } from './traceparent.js';

/** The last spans have this long to be sent. */
const STOP_MS = 2_000;

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const;

/** Registers the SDK: spans in batches to the collector, context by AsyncLocalStorage. */
export function openTelemetry(options: TracingOptions): Tracing {
  const own = resourceFromAttributes({ 'service.name': options.service, 'service.namespace': 'smartcontent' });
  const exporter = new OTLPTraceExporter({ url: `${options.endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new TracerProvider({
    resource: detectResources({ detectors: [envDetector] }).merge(own),
    sampler: samplerOf(options),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: options.sendEveryMs })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  useTracer(new OpenTelemetryTracer(provider.getTracer('smartcontent')));
  return {
    stop: async () => {
      useTracer(undefined);
      // A collector that is away is tried again and again, which must not keep a service from stopping.
      await Promise.race([provider.shutdown().catch(() => undefined), delay(STOP_MS, undefined, { ref: false })]);
      context.disable();
    },
  };
}

function samplerOf({ sampler, samplerRatio }: TracingOptions): Sampler {
  const [own, isParentBased] = sampler.startsWith('parentbased_') ? [sampler.slice('parentbased_'.length), true] : [sampler, false];
  const root =
    own === 'traceidratio'
      ? new TraceIdRatioBasedSampler(samplerRatio)
      : own === 'always_off'
        ? new AlwaysOffSampler()
        : new AlwaysOnSampler();
  return isParentBased ? new ParentBasedSampler({ root }) : root;
}

class OpenTelemetryTracer implements Tracer {
  constructor(private readonly maker: SpanMaker) {}

  async run<T>(info: SpanInfo, work: (span?: OpenSpan) => Promise<T>): Promise<T> {
    const parent = parentOf(info);
    if (!parent) return work();
    const span = this.start(info, parent);
    try {
      return await context.with(trace.setSpan(parent, span), () => work(open(span)));
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      span.end();
    }
  }

  begin(info: SpanInfo): LongSpan | undefined {
    const parent = parentOf(info);
    if (!parent) return undefined;
    const span = this.start(info, parent);
    const inside = trace.setSpan(parent, span);
    return {
      ...open(span),
      within: (work) => context.with(inside, work),
      end: (error) => {
        if (error !== undefined) fail(span, error);
        span.end();
      },
    };
  }

  active(): string | null {
    const span = trace.getActiveSpan();
    return span ? format(span.spanContext()) : null;
  }

  private start({ name, kind, attributes, links = [] }: SpanInfo, parent: Context): Span {
    const linked = links.map(remote).filter((link) => link !== null);
    return this.maker.startSpan(
      name,
      { kind: KINDS[kind], attributes: attributes as Attributes, links: linked.map((to) => ({ context: to })) },
      parent,
    );
  }
}

/** Null where the span would belong to a trace that there is not. */
function parentOf({ parent }: SpanInfo): Context | null {
  if (parent === undefined) return trace.getActiveSpan() ? context.active() : null;
  const from = remote(parent);
  return from ? trace.setSpanContext(ROOT_CONTEXT, from) : ROOT_CONTEXT;
}

function remote(traceparent: string | null): SpanContext | null {
  const parts = parseTraceparent(traceparent);
  return parts && { ...parts, isRemote: true };
}

function open(span: Span): OpenSpan {
  return { traceparent: format(span.spanContext()), set: (attributes) => void span.setAttributes(attributes as Attributes) };
}

function format({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** A refusal that its contract names is an answer; the span is marked as failed where a person would call it a failure. */
function fail(span: Span, error: unknown): void {
  const isRefusal = error instanceof AppError && ERRORS[error.code].status < 500;
  span.setAttribute('error.type', error instanceof AppError ? error.code : error instanceof Error ? error.name : typeof error);
  if (isRefusal) return;
  span.recordException(error instanceof Error ? error : String(error));
  span.setStatus({ code: SpanStatusCode.ERROR });
}
