import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completion } from './completion.js';
import { run } from './run.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'smartcontent-completion-'));
  writeFileSync(join(folder, 'completion.bash'), completion(['bash']).text);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What bash offers for the last of these words. */
function offered(...words: string[]): string[] {
  const script = `source completion.bash; COMP_WORDS=(smartcontent "$@"); COMP_CWORD=$#; _smartcontent; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-c', script, 'bash', ...words], { cwd: folder, encoding: 'utf8' });
  expect([stderr, status]).toEqual(['', 0]);
  return stdout.trim().split('\n');
}

describe('the completion of bash', () => {
  it('offers commands, then what they do', () => {
    expect(offered('sch')).toEqual(['schedule']);
    expect(offered('')).toEqual(expect.arrayContaining(['login', 'content', 'dead-letters', 'completion']));
    expect(offered('content', 're')).toEqual(['reject', 'request-changes']);
    expect(offered('dead-letters', 'd')).toEqual(['drop']);
    expect(offered('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  it('offers the options of a command, and the values of those that take only some', () => {
    expect(offered('content', 'create', '--content_t')).toEqual(['--content_type', '--content_text']);
    expect(offered('content', 'create', '--content_type', 'b')).toEqual(['blog_post']);
    expect(offered('schedule', '0192f0c1', '--a')).toEqual(['--account', '--at']);
    expect(offered('events', 'replay', '--se')).toEqual(['--service']);
    expect(offered('generate', '--f')).toEqual(['--follow']);
  });

  it('offers files where a command takes any text', () => {
    expect(offered('events', 'send', 'comp')).toEqual(['completion.bash']);
  });
});

it('is a script for each of three shells, and none for another', async () => {
  const said: string[] = [];
  const output = { out: (text: string) => void said.push(text), err: (text: string) => void said.push(text) };
  for (const shell of ['bash', 'zsh', 'fish']) expect(await run(['completion', shell], output, {})).toBe(0);
  expect(said.map((text) => text.split('\n')[0])).toEqual(['bash', 'zsh', 'fish'].map(() => expect.stringMatching(/^# smartcontent: /)));
  expect(await run(['completion', 'tcsh'], output, {})).toBe(2);
});
