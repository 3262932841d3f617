import { type CallOf, OPERATED_SERVICES, OPERATOR_REQUESTS, type OperatorRequests } from '@smartcontent/contracts';
import { expect, it } from 'vitest';
import { listDdlLog } from './ddl-log.js';
import type { OperatorCalls } from './operator-call.js';

const keeping = OPERATED_SERVICES.filter((service) => service !== 'analytics');
const [example] = OPERATOR_REQUESTS.content.ListDdlLog.example.output.items;

/** A platform of whose services each has two changes, in pages of one; analytics writes nothing down. */
function platform(): { calls: OperatorCalls; asked: string[] } {
  const asked: string[] = [];
  const send = async (service: string, _name: string, { cursor }: CallOf<OperatorRequests['ListDdlLog']>) => {
    asked.push(service);
    if (service === 'analytics') return { items: [], is_kept: false, next_cursor: null };
    const day = cursor ? '05' : '06';
    const line = { ...example, at: `2026-01-${day}T09:00:00.000000Z`, object: `${service}.evil\u001b[2J` };
    return { items: [line], is_kept: true, next_cursor: cursor ? null : 'c' };
  };
  return { calls: { send } as Partial<OperatorCalls> as OperatorCalls, asked };
}

it('shows what changed last in all services, newest first, and names the one that keeps no log', async () => {
  const { calls } = platform();
  const { text, json, complaints, code } = await listDdlLog(calls, {});
  expect(
    text
      .split('\n')
      .slice(1)
      .map((line) => line.slice(8, 10)),
  ).toEqual([...keeping.map(() => '06'), ...keeping.map(() => '05')]);
  expect(text).toMatch(/^2026-01-06T09:00:00 +content +content_owner \(postgres\) +ALTER TABLE +content\.evil \[2J$/m);
  expect(json).toHaveLength(2 * keeping.length);
  expect([code, complaints]).toEqual([0, [expect.stringContaining('analytics: ')]]);
});

it('asks one service for as much as is wanted', async () => {
  const { calls, asked } = platform();
  expect((await listDdlLog(calls, { service: 'content', limit: '1' })).json).toHaveLength(1);
  expect(asked).toEqual(['content']);
  await expect(listDdlLog(calls, { limit: '1.5' })).rejects.toThrow('--limit');
  await expect(listDdlLog(calls, { service: 'gateway' })).rejects.toThrow('no service gateway');
});
