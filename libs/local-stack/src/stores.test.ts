import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { startNats } from './nats.js';
import { startPostgres } from './postgres.js';
import { identify } from './process-identity.js';
import { startRedis } from './redis.js';
import { toSetupError } from './setup-error.js';

const folder = mkdtempSync(join(tmpdir(), 'smartcontent-stores-'));
chmodSync(folder, 0o711);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('Postgres', () => {
  const own = join(folder, 'postgres');

  test('starts in a new folder, ends cleanly and starts on its data again', async () => {
    const first = await startPostgres({ folder: own, isDurable: false });
    await first.stop();
    expect(await first.exited).toBe('exit 0');
    expect(identify(first.pid)).toBeUndefined();
    const second = await startPostgres({ folder: own, port: first.port, isDurable: false });
    expect(second.url).toBe(first.url);
    await second.stop();
    expect(readFileSync(`${own}.log`, 'utf8')).not.toContain('not properly shut down');
  });

  test('refuses data of another version in one line', async () => {
    const version = join(own, 'PG_VERSION');
    writeFileSync(version, '15\n');
    await expect(startPostgres({ folder: own })).rejects.toThrow(/^\S+ holds data of Postgres 15, this is Postgres 18: [^\n]+$/);
    writeFileSync(version, '18\n');
  });

  test('refuses a folder with files that it did not make, and leaves them alone', async () => {
    const foreign = join(folder, 'foreign');
    mkdirSync(foreign);
    writeFileSync(join(foreign, 'PG_VERSION'), '18\n');
    await expect(startPostgres({ folder: foreign })).rejects.toThrow(/^\S+ holds files that SmartContent did not make: [^\n]+$/);
    expect(readFileSync(join(foreign, 'PG_VERSION'), 'utf8')).toBe('18\n');
  });
});

test('a store that cannot start says why in one line', async () => {
  const redis = await startRedis({ folder: join(folder, 'redis'), isDurable: false });
  await expect(startNats({ folder: join(folder, 'nats'), port: redis.port })).rejects.toThrow(
    /^nats-server did not start [^\n]*in use[^\n]*$/,
  );
  await redis.stop();
});

describe('an error of the system becomes one line', () => {
  const cases = [
    ['a full disk', { code: 'ENOSPC', message: 'ENOSPC: no space left on device, write' }, 'The disk is full (starting)'],
    ['a full disk, told by a program', { message: 'initdb: error: No space left on device' }, 'The disk is full (starting)'],
    ['a closed folder', { code: 'EACCES', path: '/a', message: '' }, '/a cannot be used: permission denied (starting)'],
    ['a file in the place of a folder', { code: 'ENOTDIR', path: '/a', message: '' }, '/a is not a folder (starting)'],
    ['anything else', { message: 'strange' }, 'starting failed: strange'],
  ] as const;
  test.each(cases)('%s', (_name, error, line) => {
    expect(toSetupError(error, 'starting').message).toBe(line);
  });
});
