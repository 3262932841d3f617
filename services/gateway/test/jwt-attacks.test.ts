import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { ACCESS_TOKEN } from '@smartcontent/contracts';
import { useStack } from '@smartcontent/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemOf, type RunningEdge, startEdge, world } from './edge.js';

const ECHO = '/v1/echoes/0192f0c1-7a00-7000-8000-000000000004';
const stack = useStack({ services: ['gateway'] });
let edge: RunningEdge;
let lookUpsBefore: number;
beforeAll(async () => {
  lookUpsBefore = world.lookUps;
  edge = await startEdge(stack);
});
afterAll(() => edge[Symbol.asyncDispose]());

type Fields = Record<string, unknown>;
type Signer = (signed: string) => Buffer;

const privateKeyOf = (service: 'identity' | 'content') =>
  createPrivateKey({ key: JSON.parse(stack.addresses.actorKeys[service]?.privateKey ?? ''), format: 'jwk' });
const publicKey = () => createPublicKey(privateKeyOf('identity'));
const by =
  (key: KeyObject): Signer =>
  (signed) =>
    sign(null, Buffer.from(signed), key);
const byIdentity: Signer = (signed) => by(privateKeyOf('identity'))(signed);
const seconds = (fromNow: number) => Math.floor(Date.now() / 1_000) + fromNow;
const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** The token of an administrator with these changes, signed by whom it says. */
function forge(header: Fields, claims: Fields = {}, signer: Signer = byIdentity): string {
  const { issuer: iss, audience: aud, type: typ } = ACCESS_TOKEN;
  const own = { company_id: uuidv7(), sub: uuidv7(), role: 'admin', tier: 'enterprise', scopes: ['content:read'] };
  const signed = `${encode({ alg: 'EdDSA', kid: 'identity', typ, ...header })}.${encode({ ...own, iss, aud, iat: seconds(0), exp: seconds(600), ...claims })}`;
  return `${signed}.${signer(signed).toString('base64url')}`;
}

async function answerTo(token: string): Promise<string> {
  const response = await edge.ask(ECHO, { token });
  return response.ok ? 'let in' : (await problemOf(response)).code;
}

test('what the forger starts from would be let in, were it genuine', async () => {
  expect(await answerTo(forge({}))).toBe('let in');
});

describe('a forged access token is refused', () => {
  test.each(['none', 'None', 'NONE', ''])('without a signature, under alg %j', async (alg) => {
    expect(await answerTo(forge({ alg }, {}, () => Buffer.alloc(0)))).toBe('GATEWAY_CREDENTIAL_INVALID');
    expect(await answerTo(forge({ alg }))).toBe('GATEWAY_CREDENTIAL_INVALID');
  });

  test('with its signature cut off, cut short or of zeros', async () => {
    const good = forge({});
    const cut = [good.slice(0, good.lastIndexOf('.')), good.slice(0, good.lastIndexOf('.') + 1), good.slice(0, -4)];
    for (const token of [...cut, forge({}, {}, () => Buffer.alloc(64))]) {
      expect(await answerTo(token)).toBe('GATEWAY_CREDENTIAL_INVALID');
    }
  });

  test('signed with the public key, as if it were a shared secret', async () => {
    const forms = [
      publicKey().export({ format: 'pem', type: 'spki' }),
      publicKey().export({ format: 'der', type: 'spki' }),
      JSON.stringify(publicKey().export({ format: 'jwk' })),
      Buffer.from(publicKey().export({ format: 'jwk' }).x as string, 'base64url'),
    ];
    for (const secret of forms) {
      const token = forge({ alg: 'HS256' }, {}, (signed) => createHmac('sha256', secret).update(signed).digest());
      expect(await answerTo(token)).toBe('GATEWAY_CREDENTIAL_INVALID');
    }
  });

  test('signed with the key of another service, or of nobody', async () => {
    const stranger = generateKeyPairSync('ed25519').privateKey;
    for (const key of [privateKeyOf('content'), stranger]) {
      expect(await answerTo(forge({}, {}, by(key)))).toBe('GATEWAY_CREDENTIAL_INVALID');
    }
    expect(await answerTo(forge({ kid: 'content' }, {}, by(privateKeyOf('content'))))).toBe('GATEWAY_CREDENTIAL_INVALID');
  });

  test('that brings its own key, or says where to fetch one', async () => {
    const { privateKey, publicKey: own } = generateKeyPairSync('ed25519');
    const jwk = own.export({ format: 'jwk' });
    const places = [
      { jwk },
      { kid: '../../identity' },
      { kid: "identity' OR '1'='1" },
      { kid: '/dev/null' },
      { jku: 'http://127.0.0.1/keys.json', jwk },
      { x5u: 'http://127.0.0.1/certificate.pem' },
      { x5c: ['AAAA'] },
      { crit: ['b64'], b64: false },
    ];
    for (const header of places) {
      expect([header, await answerTo(forge(header, {}, by(privateKey)))]).toEqual([header, 'GATEWAY_CREDENTIAL_INVALID']);
    }
  });

  test.each([
    ['of another issuer', { iss: 'content' }],
    ['for somebody else', { aud: 'content' }],
    ['without a user', { sub: undefined }],
    ['of a user who is none', { sub: "' OR 1=1 --" }],
    ['of no company', { company_id: undefined }],
    ['with a role that does not exist', { role: 'root' }],
    ['with a scope that does not exist', { scopes: ['everything'] }],
    ['that never expires', { exp: undefined }],
    ['that expires in words', { exp: 'never' }],
    ['that does not say when it was made', { iat: undefined }],
  ])('%s, although identity signed it', async (_name, claims) => {
    expect(await answerTo(forge({}, claims))).toBe('GATEWAY_CREDENTIAL_INVALID');
  });

  test('of another kind, although identity signed it', async () => {
    for (const header of [{ typ: 'JWT' }, { typ: undefined }, { kid: undefined }, { kid: 'gateway' }]) {
      expect([header, await answerTo(forge(header))]).toEqual([header, 'GATEWAY_CREDENTIAL_INVALID']);
    }
  });
});

describe('a genuine access token', () => {
  test('is refused before its time and after it', async () => {
    expect(await answerTo(forge({}, { nbf: seconds(60) }))).toBe('GATEWAY_CREDENTIAL_INVALID');
    expect(await answerTo(forge({}, { iat: seconds(60), exp: seconds(660) }))).toBe('GATEWAY_CREDENTIAL_INVALID');
    expect(await answerTo(forge({}, { exp: seconds(-1) }))).toBe('GATEWAY_CREDENTIAL_EXPIRED');
    expect(await answerTo(forge({}, { exp: seconds(-3_600) }))).toBe('GATEWAY_CREDENTIAL_EXPIRED');
  });

  test('does not live longer than identity gives, whatever it says itself', async () => {
    const tooOld = { iat: seconds(-ACCESS_TOKEN.lifetimeSeconds - 60), exp: seconds(86_400) };
    expect(await answerTo(forge({}, tooOld))).toBe('GATEWAY_CREDENTIAL_EXPIRED');
  });

  test('of a clock that is a little ahead is let in', async () => {
    expect(await answerTo(forge({}, { iat: seconds(2) }))).toBe('let in');
  });
});

test('no token was worth a question to identity', () => {
  expect(world.lookUps).toBe(lookUpsBefore);
});
