import { GrantLimits, ListCompanies, type RequestContract, ShowCompany } from '@smartcontent/contracts';
import { expect, it } from 'vitest';
import { grantLimits, listCompanies, showCompany } from './companies.js';
import type { OperatorCalls } from './operator-call.js';

const brief = ShowCompany.example.output;
const { id } = brief;

/** A platform with these companies, in pages of one. */
function platform(...companies: object[]): { calls: OperatorCalls; asked: [string, object][] } {
  const asked: [string, object][] = [];
  const ask = async (contract: RequestContract, input: { cursor?: string }) => {
    contract.input.parse(input);
    asked.push([contract.subject, input]);
    if (contract !== ListCompanies) return { ...brief, ...input };
    const from = Number(input.cursor ?? 0);
    return { items: companies.slice(from, from + 1), next_cursor: from + 1 < companies.length ? String(from + 1) : null };
  };
  return { calls: { ask } as Partial<OperatorCalls> as OperatorCalls, asked };
}

it('lists every company, page after page, and steers no terminal by a name', async () => {
  const { calls, asked } = platform(brief, { ...brief, name: 'Evil\u001b[2J', tier: 'free', api_limits: {}, is_active: false });
  const { text, json } = await listCompanies(calls, {});
  expect(text).toMatch(new RegExp(`^${id} +pro +ingest=12000 +3 +on +2026-01-05 +Acme$`, 'm'));
  expect(text).toMatch(/ free +those of the tier +3 +off +2026-01-05 +Evil \[2J$/m);
  expect(json).toHaveLength(2);
  expect(asked.map(([, input]) => input)).toEqual([{ limit: 100 }, { limit: 100, cursor: '1' }]);
});

it('lists as many as are wanted', async () => {
  const { calls, asked } = platform(brief, brief, brief);
  expect((await listCompanies(calls, { limit: '2' })).json).toHaveLength(2);
  expect(asked.map(([, input]) => input)).toEqual([{ limit: 2 }, { limit: 1, cursor: '1' }]);
  for (const limit of ['many', '1.5', '0', 'Infinity']) {
    await expect(listCompanies(calls, { limit })).rejects.toThrow('--limit must be a number from 1');
  }
  expect(asked).toHaveLength(2);
});

it('shows one, and grants it a tier, limits or both', async () => {
  const { calls, asked } = platform();
  expect((await showCompany(calls, [id])).text).toMatch(/^api_limits +ingest=12000$/m);
  expect((await grantLimits(calls, [id], { tier: 'enterprise' })).text).toBe('Acme has the tier enterprise and ingest=12000');
  await grantLimits(calls, [id], { limits: '{}' });
  expect(asked).toEqual([
    [ShowCompany.subject, { company_id: id }],
    [GrantLimits.subject, { company_id: id, tier: 'enterprise' }],
    [GrantLimits.subject, { company_id: id, api_limits: {} }],
  ]);
});

it('asks nothing where it does not know what is wanted', async () => {
  const { calls, asked } = platform();
  await expect(grantLimits(calls, [id], {})).rejects.toThrow('--tier or --limits');
  await expect(grantLimits(calls, [id], { limits: 'ingest=5' })).rejects.toThrow('JSON');
  await expect(grantLimits(calls, [], { tier: 'pro' })).rejects.toThrow('the id of one company');
  await expect(showCompany(calls, [id, id])).rejects.toThrow('the id of one company');
  expect(asked).toEqual([]);
});
