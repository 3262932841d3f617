import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readMasterKey, Secrets, SecretsError } from './index.js';

const secrets = Secrets.fromMasterKey(randomBytes(32).toString('base64'));

test('opens what it sealed, for the same company', () => {
  const sealed = secrets.seal('company-a', 'sk-ant-ünïcode');
  expect(secrets.open('company-a', sealed)).toBe('sk-ant-ünïcode');
  expect(JSON.stringify(sealed)).not.toContain('sk-ant');
});

test('the same secret never looks the same twice', () => {
  const [one, two] = [secrets.seal('company-a', 'same'), secrets.seal('company-a', 'same')];
  expect(one.ciphertext).not.toBe(two.ciphertext);
  expect(one.wrapped_key).not.toBe(two.wrapped_key);
});

test("a row copied to another company does not open, nor does one with another row's key", () => {
  const sealed = secrets.seal('company-a', 'secret');
  expect(() => secrets.open('company-b', sealed)).toThrow(SecretsError);
  expect(() => secrets.open('company-a', { ...sealed, wrapped_key: secrets.seal('company-a', 'x').wrapped_key })).toThrow(SecretsError);
});

test('one changed bit anywhere does not open', () => {
  const sealed = secrets.seal('company-a', 'secret');
  for (const field of ['ciphertext', 'wrapped_key'] as const) {
    const bytes = Buffer.from(sealed[field], 'base64');
    for (let index = 0; index < bytes.length; index++) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => secrets.open('company-a', { ...sealed, [field]: changed.toString('base64') })).toThrow(SecretsError);
    }
    expect(() => secrets.open('company-a', { ...sealed, [field]: '' })).toThrow(SecretsError);
  }
});

test('another master key names the one that is needed', () => {
  const sealed = secrets.seal('company-a', 'secret');
  const other = Secrets.fromMasterKey(randomBytes(32).toString('base64'));
  expect(() => other.open('company-a', sealed)).toThrow(sealed.key_id);
});

test('what an old master key wrapped opens beside the new one, and without it once it was wrapped anew', () => {
  const [old, next] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
  const sealed = Secrets.fromMasterKey(old).seal('company-a', 'secret');
  const both = Secrets.fromMasterKey(`${next}\n${old}\n`);
  expect(both.open('company-a', sealed)).toBe('secret');
  const rewrapped = both.rewrap('company-a', sealed);
  expect(rewrapped).toMatchObject({ ciphertext: sealed.ciphertext, key_id: both.keyId });
  expect(Secrets.fromMasterKey(next).open('company-a', rewrapped)).toBe('secret');
  expect(() => Secrets.fromMasterKey(old).open('company-a', rewrapped)).toThrow(SecretsError);
  expect(() => Secrets.fromMasterKey(next).rewrap('company-a', sealed)).toThrow(sealed.key_id);
  expect(() => both.rewrap('company-b', sealed)).toThrow(SecretsError);
});

test('a replica that knows the new master key but does not use it yet opens what the others seal', () => {
  const [old, next] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
  const [behind, ahead] = [Secrets.fromMasterKey(`${old},${next}`), Secrets.fromMasterKey(`${next},${old}`)];
  expect(behind.open('company-a', ahead.seal('company-a', 'secret'))).toBe('secret');
  expect(ahead.open('company-a', behind.seal('company-a', 'secret'))).toBe('secret');
});

test('the master key comes from the variable or the file, and must be 32 bytes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-test-'));
  const key = randomBytes(32).toString('base64');
  writeFileSync(join(folder, 'key'), `${key}\n`);
  expect(readMasterKey({ file: join(folder, 'key') })).toBe(key);
  expect(readMasterKey({ value: key, file: '/nowhere' })).toBe(key);
  expect(() => readMasterKey({})).toThrow('MASTER_KEY or MASTER_KEY_FILE is missing');
  expect(() => readMasterKey({ file: join(folder, 'none') })).toThrow('cannot be read');
  expect(() => Secrets.fromMasterKey('c2hvcnQ=')).toThrow('32 bytes');
  expect(() => Secrets.fromMasterKey(`${key} c2hvcnQ=`)).toThrow('32 bytes');
  expect(() => Secrets.fromMasterKey(' \n')).toThrow('no master key');
  rmSync(folder, { recursive: true });
});
