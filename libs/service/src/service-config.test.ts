import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { ConfigError, readServiceConfig } from './service-config.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const env = {
  NATS_URL: 'nats://identity:secret@127.0.0.1:4222',
  POSTGRES_URL: 'postgres://identity:secret@127.0.0.1:5432/smartcontent',
  POSTGRES_SYSTEM_URL: 'postgres://identity_system:secret@127.0.0.1:5432/smartcontent',
  ACTOR_PRIVATE_KEY: JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'identity' }),
  ACTOR_PUBLIC_KEYS: JSON.stringify({ identity: publicKey.export({ format: 'jwk' }) }),
  CURSOR_KEY: '00'.repeat(32),
};
const needs = { postgres: true };

test('reads a whole environment and fills in what may be left out', () => {
  const config = readServiceConfig('identity', env, needs);
  expect(config).toMatchObject({
    name: 'identity',
    host: '127.0.0.1',
    healthPort: 0,
    port: null,
    logLevel: 'info',
    isAnswerChecked: false,
  });
  expect(config.postgres?.systemUrl).toBe(env.POSTGRES_SYSTEM_URL);
  expect(config.redisUrl).toBeNull();
  expect(JSON.parse(config.actorPublicKeys.identity ?? '')).toMatchObject({ crv: 'Ed25519' });
  expect(Object.isFrozen(config)).toBe(true);
});

test('a store that the service does not need is not read', () => {
  expect(readServiceConfig('identity', { ...env, REDIS_URL: 'redis://127.0.0.1:1' }, needs).redisUrl).toBeNull();
});

test('names every wrong variable in one line, and no value, since it may be a secret', () => {
  const wrong = { ...env, NATS_URL: 'http://secret', CURSOR_KEY: '', POSTGRES_URL: undefined, ACTOR_PUBLIC_KEYS: '{secret', PORT: '99999' };
  const error = catchError(() => readServiceConfig('identity', wrong, { postgres: true, redis: true }));
  expect(error).toBeInstanceOf(ConfigError);
  for (const part of [
    'NATS_URL must be',
    'CURSOR_KEY is missing',
    'POSTGRES_URL is missing',
    'REDIS_URL is missing',
    'ACTOR_PUBLIC_KEYS must be',
    'PORT ',
  ]) {
    expect(error.message).toContain(part);
  }
  expect(error.message).not.toContain('secret');
  expect(error.message).not.toContain('\n');
});

test("another service's key is refused at once, not at the first request", () => {
  expect(() => readServiceConfig('content', env, needs)).toThrow('ACTOR_PRIVATE_KEY is the key of identity, not of content');
});

test('a key pair that is not the one that everybody was told is refused', () => {
  const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
  const told = (keys: object) => () => readServiceConfig('identity', { ...env, ACTOR_PUBLIC_KEYS: JSON.stringify(keys) }, needs);
  expect(told({ identity: other })).toThrow('ACTOR_PRIVATE_KEY does not belong to the key of identity in ACTOR_PUBLIC_KEYS');
  expect(told({ content: other })).toThrow('ACTOR_PUBLIC_KEYS lacks the key of identity');
});

function catchError(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  return expect.unreachable();
}
