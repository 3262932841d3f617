import { run } from '@smartcontent/cli';
import type { AuditEntry, Content } from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Company } from './company.js';
import { usePlatform } from './platform.js';

const KEY = `sc_operator_${'Journey-'.repeat(5)}`;
const platform = usePlatform(() => ({ gateway: { OPERATOR_KEY: KEY } }));
const { stack } = platform;
const AGENT = 'journey/1 (audit)';
let acme: Company;
let other: Company;
let content: Content;
let printed: string;
beforeAll(async () => {
  acme = await Company.signUp(platform);
  other = await Company.signUp(platform);
  content = await acme.write('Audited');
  for (const title of ['A second', 'A third']) await acme.write(title);
  await other.write('Of somebody else');
});
beforeEach(() => {
  printed = '';
});

/** `audit verify` with these options; its exit code. */
function verify(...options: string[]): Promise<number> {
  return run(['audit', 'verify', ...options, '--url', platform.url, '--key', KEY], {
    out: (text) => {
      printed += `${text}\n`;
    },
    err: (text) => {
      printed += `${text}\n`;
    },
  });
}
const companyOf = (company: Company) => company.account.company.id;
const list = async (query = '') => {
  const answer = await platform.http('GET', `/v1/audit?limit=100${query}`, { token: acme.token });
  expect(answer.status).toBe(200);
  return answer.body.items as AuditEntry[];
};
async function exported(): Promise<AuditEntry[]> {
  const response = await fetch(`${platform.url}/v1/audit/export`, { headers: { authorization: `Bearer ${acme.token}` } });
  expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
  return (await response.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as AuditEntry);
}

describe('the audit log of a company', () => {
  it('puts together what its services wrote down, newest first, with who, from where and in which request', async () => {
    const headers = { 'user-agent': AGENT, 'x-correlation-id': 'a-request-of-the-journey' };
    const body = { revision: content.revision, title: 'Audited again' };
    const patched = await platform.http('PATCH', `/v1/content/${content.id}`, { token: acme.token, body, headers });
    expect(patched.status).toBe(200);
    const [entry] = await list('&correlation_id=a-request-of-the-journey');
    expect(entry).toMatchObject({
      service: 'content',
      operation: 'update',
      actor: `user:${acme.account.user.id}`,
      address: '127.0.0.1',
      user_agent: AGENT,
      old_values: { title: 'Audited' },
      new_values: { title: 'Audited again' },
    });
    const items = await list();
    expect(items.map(({ id }) => id)).toEqual(
      items
        .map(({ id }) => id)
        .toSorted()
        .toReversed(),
    );
    expect(new Set(items.map(({ service }) => service))).toEqual(new Set(['identity', 'content']));
    expect(JSON.stringify(items)).not.toContain(companyOf(other));
  });

  it('leaves as NDJSON, which is written down itself', async () => {
    const before = await list();
    const [own, ...lines] = await exported();
    expect(own).toMatchObject({ service: 'identity', table_name: 'audit_log', operation: 'export', actor: `user:${acme.account.user.id}` });
    expect(lines.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  });

  it('is for who may read it', async () => {
    const { key } = await acme.makeKey(['content:read']);
    for (const path of ['/v1/audit', '/v1/audit/export']) {
      expect(await platform.http('GET', path, { token: key })).toMatchObject({ status: 403, body: { code: 'PLATFORM_SCOPE_MISSING' } });
      expect(await platform.http('GET', path)).toMatchObject({ status: 401 });
    }
  });
});

describe('smartcontent audit verify', () => {
  it('says that everything is whole, then names what was changed, removed and reordered', async () => {
    await eventually(async () => {
      printed = '';
      await verify('--json');
      const { services } = JSON.parse(printed) as { services: { waiting: { rows: number } }[] };
      expect(services.map(({ waiting }) => waiting.rows)).toEqual([0, 0, 0, 0]);
    });
    printed = '';
    expect(await verify()).toBe(0);
    for (const service of ['identity', 'content', 'scheduling', 'analytics'])
      expect(printed).toMatch(new RegExp(`^${service} +\\d+ +\\d+ +whole$`, 'm'));

    const company = companyOf(acme);
    await stack.query(`UPDATE content.audit_log SET actor = 'operator' WHERE company_id = $1 AND seq = 2`, [company]);
    await stack.query('DELETE FROM identity.audit_log WHERE company_id = $1 AND seq = 1', [company]);
    await stack.query('UPDATE content.audit_log SET seq = -seq WHERE company_id = $1 AND seq IN (3, 4)', [company]);
    await stack.query('UPDATE content.audit_log SET seq = 7 + seq WHERE company_id = $1 AND seq < 0', [company]);
    printed = '';
    expect(await verify()).toBe(1);
    const found = (fault: string, service: string, seq: number) => new RegExp(`^${fault} +${service} +${company} +${seq} `, 'm');
    expect(printed).toMatch(found('changed', 'content', 2));
    expect(printed).toMatch(found('reordered', 'content', 3));
    expect(printed).toMatch(found('removed', 'identity', 1));
    printed = '';
    expect(await verify('--company', companyOf(other))).toBe(0);
  });
});
