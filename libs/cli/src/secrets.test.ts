import { OPERATED_SERVICES, type OperatedService } from '@smartcontent/contracts';
import { expect, test } from 'vitest';
import type { OperatorCalls } from './operator-call.js';
import { rotateSecrets } from './secrets.js';

interface Piece {
  readonly rewrapped: number;
  readonly unopened: number;
  readonly remaining: number;
}
const DONE = { rewrapped: 0, unopened: 0, remaining: 0 };

/** The pieces that each service answers with, in this order; then nothing is left. */
function playing(pieces: Partial<Record<OperatedService, Piece[]>>): { calls: OperatorCalls; asked: string[] } {
  const asked: string[] = [];
  const send = async (service: OperatedService) => {
    asked.push(service);
    return { master_key_id: 'key-2', ...(pieces[service]?.shift() ?? DONE) };
  };
  return { calls: { send } as unknown as OperatorCalls, asked };
}

test('goes on until nothing is left, service after service', async () => {
  const { calls, asked } = playing({
    identity: [
      { rewrapped: 200, unopened: 0, remaining: 50 },
      { rewrapped: 50, unopened: 0, remaining: 0 },
    ],
  });
  const { text, json, code } = await rotateSecrets(calls, {});
  expect(asked).toEqual(['identity', ...OPERATED_SERVICES]);
  expect(json).toContainEqual({ service: 'identity', master_key_id: 'key-2', rewrapped: 250, unopened: 0, remaining: 0 });
  expect(text.split('\n')[1]).toMatch(/^identity +key-2 +250 +0$/);
  expect(code).toBe(0);
});

test('ends where nothing more can be done, and says what keeps the old master key needed', async () => {
  const left = { rewrapped: 0, unopened: 2, remaining: 2 };
  const { calls, asked } = playing({ scheduling: [{ rewrapped: 1, unopened: 2, remaining: 2 }, left, left] });
  const { code, complaints } = await rotateSecrets(calls, { service: 'scheduling' });
  expect(asked).toEqual(['scheduling', 'scheduling']);
  expect([code, complaints]).toEqual([1, ['2 of scheduling open with no master key that it was given: give it the one that wrapped them']]);
});

test('does not take rows that were just written for lost ones', async () => {
  const { calls } = playing({ identity: [{ rewrapped: 0, unopened: 0, remaining: 1 }] });
  const { code, complaints } = await rotateSecrets(calls, { service: 'identity' });
  expect(code).toBe(1);
  expect(complaints?.[0]).toContain('run this again');
});
