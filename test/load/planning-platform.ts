import { join } from 'node:path';
import { migrations as analyticsMigrations } from '@smartcontent/analytics/migrations';
import { migrations as campaignsMigrations } from '@smartcontent/campaigns/migrations';
import { migrateClickHouse } from '@smartcontent/clickhouse';
import { EVENTS, type ServiceName } from '@smartcontent/contracts';
import { startClickHouse, WORKSPACE } from '@smartcontent/local-stack';
import { startProcess } from './bench-process.js';
import { type BenchStores, startStores } from './bench-stores.js';

const SERVICES = [
  { name: 'campaigns', migrations: campaignsMigrations },
  { name: 'analytics', migrations: analyticsMigrations },
];

/** The processes that `bench planning` measures: the gateway, campaigns, and analytics, which knows what contents brought. */
export async function startPlanningPlatform(scope: AsyncDisposableStack): Promise<{ stores: BenchStores; gatewayUrl: string }> {
  const stores = await startStores(scope, { services: SERVICES, events: EVENTS });
  const clickhouse = await startClickHouse({ folder: join(stores.folder, 'clickhouse') });
  scope.defer(() => clickhouse.stop());
  await migrateClickHouse(clickhouse.url, join(WORKSPACE, 'services', 'analytics', 'clickhouse'));
  const run = async (service: ServiceName, more: Record<string, string> = {}) => {
    const env = { ...(await stores.env(service)), ...more };
    const main = join(WORKSPACE, 'services', service, 'dist', 'main.js');
    const logFile = join(stores.folder, `${service}.log`);
    await startProcess(scope, { main, env, logFile, readyUrl: `http://127.0.0.1:${env.HEALTH_PORT}/readyz` });
    return `http://127.0.0.1:${env.PORT}`;
  };
  await run('analytics', { CLICKHOUSE_URL: clickhouse.url });
  await run('campaigns');
  // Who asks for the health is counted by his address, so each request says that it comes from another one.
  return { stores, gatewayUrl: await run('gateway', { TRUSTED_PROXIES: '127.0.0.1' }) };
}
