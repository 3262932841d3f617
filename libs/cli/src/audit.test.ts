import { type CallOf, OPERATED_SERVICES, OPERATOR_REQUESTS, type OperatorRequests } from '@smartcontent/contracts';
import { expect, it } from 'vitest';
import { verifyAudit } from './audit.js';
import { CallError } from './client.js';
import type { OperatorCalls } from './operator-call.js';

type Input = CallOf<OperatorRequests['VerifyAudit']>;

const company_id = '0192f0c1-7a00-7000-8000-000000000001';
const waiting = { rows: 0, oldest_seconds: 0 };
const chain = { company_id, rows: 3, seq: 3, hash: 'ab', is_erased: false };
const whole = { checked: 3, chains: [chain], findings: [], waiting, next_cursor: null };
const finding = { company_id, fault: 'changed' as const, seq: 2, row_id: '0192f0c1-7a00-7000-8000-000000000002' };

/** A platform whose services answer this. */
function platform(answer: (service: string, input: Input) => object): { calls: OperatorCalls; asked: [string, Input][] } {
  const asked: [string, Input][] = [];
  const send = async (service: string, _name: string, input: Input) => {
    OPERATOR_REQUESTS.identity.VerifyAudit.input.parse(input);
    asked.push([service, input]);
    return answer(service, input);
  };
  return { calls: { send } as Partial<OperatorCalls> as OperatorCalls, asked };
}

it('walks every service to the end of its chains, and says that they are whole', async () => {
  const { calls, asked } = platform((service, { cursor }) =>
    service === 'content' && !cursor ? { ...whole, chains: [], next_cursor: 'c2' } : whole,
  );
  const { text, code, complaints } = await verifyAudit(calls, {});
  expect(asked.map(([service]) => service)).toEqual(
    OPERATED_SERVICES.flatMap((service) => (service === 'content' ? [service, service] : service)),
  );
  expect(asked[2]?.[1].cursor).toBe('c2');
  expect(text).toMatch(/^content +1 +6 +whole$/m);
  expect([code, complaints]).toEqual([0, []]);
});

it('names each row that was tampered with, with exit code 1', async () => {
  const { calls } = platform((service) => (service === 'content' ? { ...whole, findings: [finding] } : whole));
  const { text, json, code } = await verifyAudit(calls, { company: company_id });
  expect(text).toMatch(/^content +1 +3 +1 found$/m);
  expect(text).toMatch(new RegExp(`^changed +content +${company_id} +2 +${finding.row_id}$`, 'm'));
  expect(json).toMatchObject({ is_whole: false });
  expect(code).toBe(1);
});

it('asks one service about one company where that is wanted', async () => {
  const { calls, asked } = platform(() => whole);
  await verifyAudit(calls, { service: 'content', company: company_id });
  expect(asked).toEqual([['content', { company_id, cursor: undefined }]]);
});

it('complains where nothing is chained any more, and fails where a service is away', async () => {
  const late = platform((service) => (service === 'analytics' ? { ...whole, waiting: { rows: 7, oldest_seconds: 90 } } : whole));
  const { code, complaints } = await verifyAudit(late.calls, {});
  expect([code, complaints]).toEqual([1, ['analytics: 7 rows wait for their place, the oldest for 90 s']]);
  const away = platform((service) => {
    if (service === OPERATED_SERVICES[1]) throw new CallError('503 PLATFORM_SERVICE_UNAVAILABLE', undefined, null);
    return whole;
  });
  await expect(verifyAudit(away.calls, {})).rejects.toThrow('503');
});
