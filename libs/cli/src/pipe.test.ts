import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const MAIN = join(import.meta.dirname, '..', 'dist', 'main.js');

it('ends as others do where its reader has gone, without a word', () => {
  const line = `"${process.execPath}" "${MAIN}" completion fish | head -n 1; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', line], { encoding: 'utf8' });
  expect([stdout.split('\n')[0], stdout.trim().split('\n').at(-1), stderr]).toEqual([expect.stringMatching(/^# smartcontent/), '141', '']);
});

it('waits for what comes on stdin, also where whoever started it made that a pipe that does not', () => {
  // As pnpm does: it looks at its stdin, and hands it on.
  const parent = `process.stdin.pause(); require('node:child_process').spawn(process.execPath, process.argv.slice(1), { stdio: 'inherit' })`;
  const line = `(sleep 0.5; echo no-key) | "${process.execPath}" -e "${parent}" "${MAIN}" login --with-key`;
  const { stderr } = spawnSync('bash', ['-c', line], { encoding: 'utf8' });
  expect(stderr).toBe('smartcontent: what stands on stdin is no key: they begin with sc_\n');
});
