import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** From half a millisecond to ten seconds. */
const DURATION_BUCKETS_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** A service's own metrics registry, so that two services in one process (tests) do not share figures. Injectable by its class. */
export class Metrics {
  private readonly registry = new Registry();

  /** Adds the process figures of prom-client (memory, event loop, garbage collection). */
  collectProcess(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  /** The counter of this name, made at the first call. */
  counter<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> {
    return this.once(name, () => new Counter({ name, help, labelNames, registers: [this.registry] }));
  }

  /** The gauge of this name; `collect` is called before each scrape. */
  gauge<L extends string>(name: string, help: string, labelNames: readonly L[] = [], collect?: (gauge: Gauge<L>) => void): Gauge<L> {
    return this.once(
      name,
      () =>
        new Gauge({
          name,
          help,
          labelNames,
          registers: [this.registry],
          collect() {
            collect?.(this as Gauge<L>);
          },
        }),
    );
  }

  /** The histogram of durations in seconds of this name. */
  durations<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Histogram<L> {
    return this.once(name, () => new Histogram({ name, help, labelNames, buckets: DURATION_BUCKETS_SECONDS, registers: [this.registry] }));
  }

  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;

  /** All figures in Prometheus' text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  private once<M>(name: string, make: () => M): M {
    return (this.registry.getSingleMetric(name) as M | undefined) ?? make();
  }
}
