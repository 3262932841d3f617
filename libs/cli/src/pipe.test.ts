import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const MAIN = join(import.meta.dirname, '..', 'dist', 'main.js');

it('ends as others do where its reader has gone, without a word', () => {
  const line = `"${process.execPath}" "${MAIN}" completion fish | head -n 1; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', line], { encoding: 'utf8' });
  expect([stdout.split('\n')[0], stdout.trim().split('\n').at(-1), stderr]).toEqual([expect.stringMatching(/^# smartcontent/), '141', '']);
});
