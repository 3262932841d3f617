import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startClickHouse } from '@smartcontent/local-stack';
import { ConfigError } from '@smartcontent/service';
import { afterAll, expect, test } from 'vitest';
import { useAnalytics } from './use-analytics.js';

const needed = readdirSync(join(import.meta.dirname, '..', 'clickhouse')).sort();
const LACK = `ClickHouse lacks the migrations ${needed.map((file) => `analytics/${file}`).join(', ')}; run the migrate step first`;
const analytics = useAnalytics();
const folder = mkdtempSync(join(tmpdir(), 'analytics-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('refuses to start on a ClickHouse that the migrate step has not seen', async () => {
  const url = new URL(analytics.stack.env('analytics').CLICKHOUSE_URL as string);
  url.pathname = '/nothing_here';
  const refused = analytics.start({}, { CLICKHOUSE_URL: url.href });
  await expect(refused).rejects.toBeInstanceOf(ConfigError);
  await expect(refused).rejects.toThrow(LACK);
});

test('starts while ClickHouse is away, says so, and ends when it comes without what the code needs', async () => {
  const port = await freePort();
  const service = await analytics.start({}, { CLICKHOUSE_URL: `http://127.0.0.1:${port}/events` });
  const readiness = await (await fetch(`${service.healthUrl}/readyz`)).json();
  expect(readiness).toMatchObject({ status: 'waiting', missing: ['ClickHouse: A store that this needs is away'] });
  const store = await startClickHouse({ folder: join(folder, 'clickhouse'), port });
  await expect(service.failed).rejects.toThrow(LACK);
  await analytics.stop(service);
  await store.stop();
});
