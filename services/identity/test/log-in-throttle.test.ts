import { LogIn } from '@smartcontent/contracts';
import { describe, expect, it } from 'vitest';
import { PASSWORD, useIdentity } from './use-identity.js';

const identity = useIdentity();
const logIn = (name: string, password: string, address: string) =>
  identity.ask(LogIn, { email: `${name}@example.org`, password }, { origin: { address, userAgent: null } });
const refused = { code: 'IDENTITY_LOGIN_REFUSED' };
const throttled = { code: 'IDENTITY_LOGIN_THROTTLED', data: { retry_after_seconds: 1 } };

describe('guessing a password', () => {
  it('gets slow for the neighbourhood that guesses, and for nobody else', async () => {
    await identity.signUp('victim');
    for (let n = 1; n <= 10; n++) await expect(logIn('victim', 'wrong', `198.51.100.${n}`)).rejects.toMatchObject(refused);
    await expect(logIn('victim', PASSWORD, '198.51.100.11')).rejects.toMatchObject(throttled);
    expect(await logIn('victim', PASSWORD, '203.0.113.1')).toBeDefined();
    await identity.signUp('neighbour');
    expect(await logIn('neighbour', PASSWORD, '198.51.100.11')).toBeDefined();
  });

  it('gets slow for an account that nobody has, too', async () => {
    for (let n = 1; n <= 10; n++) await expect(logIn('nobody', 'wrong', '198.51.100.1')).rejects.toMatchObject(refused);
    await expect(logIn('nobody', 'wrong', '198.51.100.1')).rejects.toMatchObject(throttled);
  });

  it('is counted before it is looked at, so that many at once do not slip through', async () => {
    const tries = Array.from({ length: 30 }, () => logIn('flood', 'wrong', '198.51.100.1'));
    const outcomes = await Promise.allSettled(tries);
    const codes = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'let in'));
    expect(codes.filter((code) => code === 'IDENTITY_LOGIN_REFUSED')).toHaveLength(10);
    expect(codes.filter((code) => code === 'IDENTITY_LOGIN_THROTTLED')).toHaveLength(20);
  });

  it('is forgotten by a success', async () => {
    await identity.signUp('typist');
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < 6; n++) await expect(logIn('typist', 'wrong', '198.51.100.1')).rejects.toMatchObject(refused);
      expect(await logIn('typist', PASSWORD, '198.51.100.1')).toBeDefined();
    }
  });
});
