import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { findServers } from './find-servers.js';

const folder = mkdtempSync(join(tmpdir(), 'smartcontent-find-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('on a machine without nats-server and redis-server', () => {
  const binFolder = join(folder, 'bin');

  test.skipIf(!existsSync('/usr/bin/apt-get'))(
    'fetches the packages of Debian or Ubuntu, and finds them again',
    async () => {
      const lines: string[] = [];
      const both = await Promise.all([
        findServers({ binFolder, path: '/nowhere', onProgress: (line) => lines.push(line) }),
        findServers({ binFolder, path: '/nowhere' }),
      ]);
      expect(lines).toEqual([expect.stringContaining('fetching the packages')]);
      for (const { nats, redis, env, from } of both) {
        expect(from).toBe(binFolder);
        const versions = await Promise.all([nats, redis].map((file) => promisify(execFile)(file, ['--version'], { env })));
        expect(versions.map(({ stdout }) => stdout)).toEqual([
          expect.stringContaining('nats-server'),
          expect.stringContaining('Redis server'),
        ]);
      }
      expect(readdirSync(dirname(binFolder))).toEqual(['bin']);
      expect(await findServers({ binFolder, path: '/nowhere' })).toEqual(both[0]);
    },
    120_000,
  );
});

test('takes both from PATH where they are there, and fetches nothing', async () => {
  const path = mkdtempSync(join(folder, 'path-'));
  for (const name of ['nats-server', 'redis-server']) {
    writeFileSync(join(path, name), '#!/bin/sh\n');
    chmodSync(join(path, name), 0o755);
  }
  const binFolder = join(folder, 'unused');
  const found = await findServers({ binFolder, path: `/nowhere:${path}` });
  expect(found).toEqual({ nats: join(path, 'nats-server'), redis: join(path, 'redis-server'), env: {}, from: 'PATH' });
  expect(existsSync(binFolder)).toBe(false);
});
