/** OpenTelemetry's kinds, in its words. */
type SpanKind = 'server' | 'client' | 'producer' | 'consumer' | 'internal';
export type SpanAttributes = Readonly<Record<string, string | number | undefined>>;

/** What a span is about, in the words of OpenTelemetry's semantic conventions. */
export interface SpanInfo {
  /** Of few values: a route, a subject, an operation and its table; never an id. */
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes?: SpanAttributes;
  /**
   * The traceparent that it goes on from; null begins a trace. Where it is left out the span belongs into the one that is active, and without
   * one there is no span: what a service does on its own account (polling, upkeep) is no part of anybody's trace.
   */
  readonly parent?: string | null;
  /** Traceparents of everything that is handled here together. */
  readonly links?: readonly string[];
}

export interface OpenSpan {
  /** Hand it to whom is asked next. */
  readonly traceparent: string;
  set(attributes: SpanAttributes): void;
}

/** A span whose end is not the end of one promise. */
export interface LongSpan extends OpenSpan {
  /** Runs `work`, and all that it calls, inside the span. */
  within<T>(work: () => T): T;
  end(error?: unknown): void;
}

/** What makes the spans; open-telemetry.ts holds the one there is. */
export interface Tracer {
  run<T>(info: SpanInfo, work: (span?: OpenSpan) => Promise<T>): Promise<T>;
  begin(info: SpanInfo): LongSpan | undefined;
  active(): string | null;
}

let tracer: Tracer | undefined;

/** From here on spans are made, or none any more. */
export function useTracer(made: Tracer | undefined): void {
  tracer = made;
}

/** Whether spans are made. */
export function isTracing(): boolean {
  return tracer !== undefined;
}

/** Where something belongs that is done for many at once: into their trace if they are of one, else it links to all of theirs. */
export function together(traceparents: readonly (string | null | undefined)[]): Pick<SpanInfo, 'parent' | 'links'> {
  const distinct = [...new Set(traceparents)].filter((traceparent) => typeof traceparent === 'string');
  return distinct.length === 1 ? { parent: distinct[0] } : { parent: null, links: distinct };
}

/** Runs `work` in a span, which ends with it and tells of its failure. Without tracing it just runs, and `describe` is not called. */
export function inSpan<T>(describe: () => SpanInfo, work: (span?: OpenSpan) => Promise<T>): Promise<T> {
  return tracer ? tracer.run(describe(), work) : work();
}

/** Begins a span that its holder ends; undefined without tracing, or where it would belong into a trace that there is not. */
export function beginSpan(describe: () => SpanInfo): LongSpan | undefined {
  return tracer?.begin(describe());
}

/** Traceparent of the span that is active; null without one. */
export function activeTraceparent(): string | null {
  return tracer ? tracer.active() : null;
}
