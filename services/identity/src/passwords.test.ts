import { expect, test } from 'vitest';
import { Passwords } from './passwords.js';

const passwords = new Passwords();

test('more than a second of waiting work is refused at once, and what waits is done', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 80 }, (_, n) => passwords.hash(`password ${n}`)));
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
  // 64 wait, beside the one or two that are looked at.
  expect([14, 15]).toContain(refused.length);
  expect(new Set(refused)).toEqual(new Set(['IDENTITY_BUSY']));
  expect(await passwords.verify(await passwords.hash('later'), 'later')).toBe(true);
});

test('work that nobody waits for any more is not done', async () => {
  const gone = { signal: AbortSignal.abort(), deadlineMs: Date.now() + 1_000 };
  await expect(passwords.hash('password', gone)).rejects.toMatchObject({ code: 'PLATFORM_DEADLINE_EXCEEDED' });
  expect(await passwords.verify(undefined, 'password')).toBe(false);
});

test('a password is the same from every keyboard', async () => {
  const hash = await passwords.hash('caf\u00e9\u00a0au lait');
  expect(await passwords.verify(hash, 'cafe\u0301 au lait')).toBe(true);
  expect(await passwords.verify(hash, 'cafe au lait')).toBe(false);
});
