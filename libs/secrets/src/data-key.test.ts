import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { DataKey, Secrets, SecretsError } from './index.js';

const secrets = Secrets.fromMasterKey(randomBytes(32).toString('base64'));
const company = '0192f0c1-7a00-7000-8000-000000000001';

test('a stored key opens what it sealed before it was stored, and signs the same', () => {
  const { key, wrapped } = DataKey.make(secrets, company);
  const again = DataKey.open(secrets, company, JSON.parse(JSON.stringify(wrapped)));
  expect(again.open('row 1', key.seal('row 1', 'ünïcode'))).toBe('ünïcode');
  expect(again.sign('text')).toEqual(key.sign('text'));
  expect(key.sign('text')).toHaveLength(32);
  expect(JSON.stringify(key)).toBe('{}');
});

test('a box opens for what it is about and under its own key only, and not with one bit changed', () => {
  const { key } = DataKey.make(secrets, company);
  const box = key.seal('row 1', 'secret');
  expect(() => key.open('row 2', box)).toThrow(SecretsError);
  expect(() => DataKey.make(secrets, company).key.open('row 1', box)).toThrow(SecretsError);
  for (let index = 0; index < box.length; index++) {
    const changed = Buffer.from(box);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(() => key.open('row 1', changed)).toThrow(SecretsError);
  }
  expect(() => key.open('row 1', Buffer.alloc(0))).toThrow(SecretsError);
});

test('two keys of a company are two keys, and none opens for another company', () => {
  const [one, two] = [DataKey.make(secrets, company), DataKey.make(secrets, company)];
  expect(one.key.sign('text')).not.toEqual(two.key.sign('text'));
  expect(() => DataKey.open(secrets, 'another', one.wrapped)).toThrow(SecretsError);
  expect(() => DataKey.open(secrets, company, secrets.seal(company, 'no key'))).toThrow(SecretsError);
});
