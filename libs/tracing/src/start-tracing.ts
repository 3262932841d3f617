export const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

export interface TracingOptions {
  /** `service.name` of its spans. */
  readonly service: string;
  /** Base URL of an OTLP/HTTP collector; spans go to its /v1/traces. */
  readonly endpoint: string;
  readonly sampler: (typeof SAMPLERS)[number];
  /** Share of the traces that a `…traceidratio` sampler takes, from 0 to 1. */
  readonly samplerRatio: number;
  /** Spans are sent together, so often. */
  readonly sendEveryMs: number;
}

export interface Tracing {
  /** Sends what is left; makes no more spans. */
  stop(): Promise<void>;
}

let isStarted = false;

/**
 * Makes spans from here on and sends them in batches. The SDK is loaded only now: a service that is not traced has neither its code nor its
 * memory. One per process: of several services in one (tests) the first traces for all.
 */
export async function startTracing(options: TracingOptions): Promise<Tracing> {
  if (isStarted) return { stop: async () => undefined };
  isStarted = true;
  const { openTelemetry } = await import('./open-telemetry.js');
  const tracing = openTelemetry(options);
  return {
    stop: async () => {
      isStarted = false;
      await tracing.stop();
    },
  };
}
