import { expect, test } from 'vitest';
import { freePort } from './free-port.js';
import { migrateInProcess } from './migrate-process.js';
import { SetupError } from './setup-error.js';

test('why the stores could not be migrated is told by the process that tried', async () => {
  const port = await freePort();
  const urls = {
    postgres: `postgres://nobody@127.0.0.1:${port}/none`,
    clickhouse: `http://127.0.0.1:${port}`,
    nats: `nats://127.0.0.1:${port}`,
  };
  const failing = migrateInProcess(urls, ['content'], {});
  await expect(failing).rejects.toThrow(SetupError);
  await expect(failing).rejects.toThrow(/^migrating the stores failed: .*(ECONNREFUSED|refused)/i);
});
