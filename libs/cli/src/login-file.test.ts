import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { KeptSession, type LogIn, readLogIn, writeLogIn } from './login-file.js';

const old: LogIn = { base_url: 'http://127.0.0.1:4000', who: 'ada', session: { access_token: 'a1', refresh_token: 'r1' } };
const other: LogIn = { ...old, who: 'bob', session: { access_token: 'b1', refresh_token: 's1' } };
const stale = { access_token: 'a1', refresh_token: 'r1' };
const fresh = { access_token: 'a2', refresh_token: 'r2' };
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smartcontent-login-file-'));
  path = join(folder, 'login.json');
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

it('a log-in while another command line refreshes is the one that stays', async () => {
  await writeLogIn(path, old);
  let written: Promise<void> | undefined;
  await new KeptSession(path).renew(stale, async () => {
    written = writeLogIn(path, other);
    return fresh;
  });
  await written;
  expect(readLogIn(path)?.who).toBe('bob');
});

it('a file that was left over or planted beside it lends it neither its mode nor its place', async () => {
  writeFileSync(`${path}.next`, '');
  chmodSync(`${path}.next`, 0o644);
  await writeLogIn(path, old);
  symlinkSync(join(folder, 'elsewhere'), `${path}.next`);
  await new KeptSession(path).renew(stale, async () => fresh);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(() => readFileSync(join(folder, 'elsewhere'))).toThrow('ENOENT');
});

it('who refreshes for long keeps the lock, and removes none but his own', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  await writeLogIn(path, old);
  await new KeptSession(path).renew(stale, async () => {
    utimesSync(`${path}.lock`, 1, 1);
    vi.advanceTimersByTime(30_000);
    expect(statSync(`${path}.lock`).mtimeMs).toBeGreaterThan(1_000_000);
    writeFileSync(`${path}.lock`, 'another');
    return fresh;
  });
  expect(readFileSync(`${path}.lock`, 'utf8')).toBe('another');
});

it('what cannot be written is told in words', async () => {
  await writeLogIn(path, old);
  mkdirSync(`${path}.next`);
  await expect(new KeptSession(path).renew(stale, async () => fresh)).rejects.toThrow(`cannot write ${path}`);
});
