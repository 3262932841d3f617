import { AppError } from '@smartcontent/contracts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { OutageLog } from './outage-log.js';

let lines: [string, Record<string, unknown>][];
const log = {
  info: (message: string, fields = {}) => lines.push([message, fields]),
  warn: (message: string, fields = {}) => lines.push([message, fields]),
};
const away = new AppError('PLATFORM_STORE_UNAVAILABLE', { cause: new Error('connect\n  ECONNREFUSED') });

beforeEach(() => {
  lines = [];
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

it('tells of an outage when it begins and when it is over, each once, each in one line', () => {
  const outage = new OutageLog(log, { begun: 'away', over: 'back' });
  outage.end();
  for (let tries = 0; tries < 20; tries += 1) outage.fail(away, { durable: 'd', tries });
  expect(lines).toEqual([
    ['away', { durable: 'd', tries: 0, error: 'PLATFORM_STORE_UNAVAILABLE: A store that this needs is away (connect ECONNREFUSED)' }],
  ]);
  vi.advanceTimersByTime(3_000);
  for (let times = 0; times < 20; times += 1) outage.end();
  expect(lines.slice(1)).toEqual([['back', expect.objectContaining({ durable: 'd', seconds: 3, tries: 20 })]]);
  outage.fail(new Error('again'));
  expect(lines.at(-1)).toEqual(['away', { error: 'Error: again' }]);
});

it('does not tell of what is soon over', () => {
  const outage = new OutageLog(log, { begun: 'away', over: 'back', patienceMs: 1_000 });
  outage.fail(away);
  vi.advanceTimersByTime(999);
  outage.fail(away);
  outage.end();
  outage.fail(away);
  outage.end();
  expect(lines).toEqual([]);
  outage.fail(away);
  vi.advanceTimersByTime(1_000);
  outage.fail(away);
  expect(lines).toHaveLength(1);
});
