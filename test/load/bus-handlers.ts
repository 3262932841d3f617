import type { BenchStores } from './bench-stores.js';
import type { Figures } from './figures.js';

/** Draining a prepared stream with a handler that takes batches: `batch_handler_events_per_second`. */
export async function measureHandlers(_scope: AsyncDisposableStack, _stores: BenchStores): Promise<Figures> {
  return {};
}
