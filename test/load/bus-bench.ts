import { measureCeilings } from './bus-ceilings.js';
import { measureHandlers } from './bus-handlers.js';
import { measurePath } from './bus-path.js';
import { measureRelay } from './bus-relay.js';
import { measureRequests } from './bus-requests.js';
import { startBusStores } from './bus-stores.js';
import { type Bench, type Figures, rounded } from './figures.js';

/** Outbox, relay, handlers and requests, beside what Postgres and bare @nats-io reach in the same run. */
export const busBench: Bench = {
  aims: {
    outbox_events_per_second: { least: 1_500 },
    relay_events_per_second: { least: 15_000 },
    batch_handler_events_per_second: { least: 8_000 },
    rpc_to_raw_ratio: { least: 0.9 },
    commit_to_handler_p50_ms: { most: 5 },
    commit_to_handler_p99_ms: { most: 25 },
  },
  async run(scope) {
    console.log('starting stores');
    const stores = await startBusStores(scope);
    const figures: Record<string, number> = {};
    for (const measure of [measurePath, measureRelay, measureHandlers, measureRequests, measureCeilings]) {
      console.log(measure.name);
      // What one of them started, it ends before the next begins.
      await using own = new AsyncDisposableStack();
      Object.assign(figures, await measure(own, stores));
    }
    return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, rounded(value)])) satisfies Figures;
  },
};
