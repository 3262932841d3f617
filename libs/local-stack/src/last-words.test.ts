import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { lastWords } from './last-words.js';

const folder = mkdtempSync(join(tmpdir(), 'smartcontent-words-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cases = [
  ['a wrong configuration', 'POSTGRES_URL is missing\nCURSOR_KEY is missing\n', 'POSTGRES_URL is missing; CURSOR_KEY is missing'],
  [
    'an error in a JSON log',
    '{"level":30,"message":"hm"}\n{"level":50,"message":"cannot run","error":{"message":"no"}}\n',
    'Error: cannot run: no',
  ],
  ['a stack trace', 'node:internal\n  throw e\nTypeError: x is y\n    at a (b.js:1)\n\nNode.js v24\n', 'TypeError: x is y'],
  ['a server', '2026 LOG: a\n2026 FATAL: could not bind\n2026 LOG: shut down\n', '2026 FATAL: could not bind'],
  ['a full disk', 'x: No space left on device\nshut down\n', 'the disk is full'],
  ['nothing', '', 'it said nothing'],
] as const;

test.each(cases)('finds the telling line of %s', (_name, log, line) => {
  const file = join(folder, 'a.log');
  writeFileSync(file, `Error: an earlier run\n${log}`);
  expect(lastWords(file, 'Error: an earlier run\n'.length)).toBe(`${line} (${file})`);
});

test('reads a log from its start that began anew after a large one was put aside', () => {
  const file = join(folder, 'b.log');
  writeFileSync(file, 'Error: no\n');
  expect(lastWords(file, 10_000)).toBe(`Error: no (${file})`);
});
