import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { migrateClickHouse } from '@smartcontent/clickhouse';

const SERVICES_FOLDER = join(import.meta.dirname, '..', '..', '..', 'services');

/** A migrated database of its own on a running ClickHouse; `url` names it for a client. */
export async function makeClickHouseDatabase(serverUrl: string, name: string): Promise<{ url: string; drop(): Promise<void> }> {
  const url = new URL(`/${name}`, serverUrl).href;
  await command(serverUrl, `CREATE DATABASE ${name}`);
  const files = globSync('*/clickhouse/*.sql', { cwd: SERVICES_FOLDER });
  for (const folder of new Set(files.map(dirname))) await migrateClickHouse(url, join(SERVICES_FOLDER, folder));
  return { url, drop: () => command(serverUrl, `DROP DATABASE ${name}`) };
}

async function command(serverUrl: string, sql: string): Promise<void> {
  const response = await fetch(serverUrl, { method: 'POST', body: sql });
  if (!response.ok) throw new Error(`${sql}: ${await response.text()}`);
}
