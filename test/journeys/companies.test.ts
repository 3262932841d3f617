import { run } from '@smartcontent/cli';
import { RATE_LIMITS } from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Company } from './company.js';
import { usePlatform } from './platform.js';

const KEY = `sc_operator_${'Journey-'.repeat(5)}`;
const platform = usePlatform(() => ({ gateway: { OPERATOR_KEY: KEY } }));
let acme: Company;
let printed: string;
beforeAll(async () => {
  acme = await Company.signUp(platform);
});
beforeEach(() => {
  printed = '';
});

function command(...words: string[]): Promise<number> {
  const print = (text: string) => {
    printed += `${text}\n`;
  };
  return run([...words, '--url', platform.url, '--key', KEY], { out: print, err: print });
}
const limitOf = async (token: string) => {
  const response = await fetch(`${platform.url}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
  return Number(response.headers.get('ratelimit-limit'));
};

describe('the operator', () => {
  it('sees the companies, and what he grants one holds at once for its sessions and keys', async () => {
    const { id } = acme.account.company;
    const { key } = await acme.makeKey(['account:read']);
    expect(await command('companies', 'list')).toBe(0);
    expect(printed).toMatch(new RegExp(`^${id} +free +those of the tier +1 +on `, 'm'));
    for (const token of [acme.token, key]) expect(await limitOf(token)).toBe(RATE_LIMITS.free.read);
    expect(await command('companies', 'grant', id, '--tier', 'pro')).toBe(0);
    for (const token of [acme.token, key]) await eventually(async () => expect(await limitOf(token)).toBe(RATE_LIMITS.pro.read));
    expect(await command('companies', 'grant', id, '--limits', '{"read":77}')).toBe(0);
    for (const token of [acme.token, key]) await eventually(async () => expect(await limitOf(token)).toBe(77));
    expect(await command('companies', 'show', id)).toBe(0);
    expect(printed).toMatch(/^api_limits +read=77$/m);
  });

  it('is told what he typed wrong', async () => {
    expect(await command('companies', 'grant', acme.account.company.id, '--tier', 'gold')).toBe(2);
    expect(await command('companies', 'show', '0192f0c1-7a00-7000-8000-00000000dead')).toBe(1);
    expect(printed).toContain('IDENTITY_COMPANY_NOT_FOUND');
  });
});
