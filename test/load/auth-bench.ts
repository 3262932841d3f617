import { measureEdge } from './edge-cost.js';
import { type Bench, rounded } from './figures.js';
import { startHttpPlatform } from './http-platform.js';
import { HttpRows } from './http-rows.js';
import { measurePolicies } from './policy-cost.js';

/** What the locks cost: the edge beside the same routes without it, and the policies beside the same reads without them. */
export const authBench: Bench = {
  aims: {
    edge_added_ms: { most: 0.3 },
    edge_added_get_ms: { most: 0.3 },
    rls_overhead_get: { most: 0.1 },
    rls_overhead_list: { most: 0.1 },
    rls_overhead_versions: { most: 0.1 },
    rls_overhead_search: { most: 0.1 },
  },
  async run(scope) {
    console.log('starting stores, services and the plain door');
    const platform = await startHttpPlatform(scope);
    const rows = await HttpRows.open(scope, platform.stores.postgresUrl);
    console.log('one route with and without the edge');
    const edge = await measureEdge(platform, rows);
    console.log('reads with and without policies');
    const policies = await measurePolicies(scope, platform.stores.postgresUrl, await platform.stores.database('content'));
    return Object.fromEntries(Object.entries({ ...edge, ...policies }).map(([name, value]) => [name, rounded(value)]));
  },
};
