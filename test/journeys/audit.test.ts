import { AuditEnds } from '@smartcontent/bus';
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

/** What somebody may do who has Postgres's own administrator, and what the command must name then. */
const TAMPERINGS: readonly { does: string; sql: readonly string[]; names: readonly (readonly [string, string, number | string])[] }[] = [
  {
    does: 'another name is put under a row',
    sql: ["UPDATE content.audit_log SET actor = 'operator' WHERE company_id = $1 AND seq = 2"],
    names: [['changed', 'content', 2]],
  },
  {
    does: 'what a row says is exchanged for that of another row',
    sql: [
      `UPDATE content.audit_log a SET sealed = b.sealed FROM content.audit_log b
        WHERE a.company_id = $1 AND b.company_id = $1 AND a.seq = 2 AND b.seq = 3`,
    ],
    names: [['changed', 'content', 2]],
  },
  {
    does: 'the first row is taken out',
    sql: ['DELETE FROM identity.audit_log WHERE company_id = $1 AND seq = 1'],
    names: [['removed', 'identity', 1]],
  },
  {
    does: 'a row is taken out and the rest moves up',
    sql: [
      'DELETE FROM content.audit_log WHERE company_id = $1 AND seq = 2',
      'UPDATE content.audit_log SET seq = -seq WHERE company_id = $1 AND seq > 2',
      'UPDATE content.audit_log SET seq = -seq - 1 WHERE company_id = $1 AND seq < 0',
    ],
    names: [['reordered', 'content', 2]],
  },
  {
    does: 'two rows change places',
    sql: [
      'UPDATE content.audit_log SET seq = -seq WHERE company_id = $1 AND seq IN (2, 3)',
      'UPDATE content.audit_log SET seq = 5 + seq WHERE company_id = $1 AND seq < 0',
    ],
    names: [['reordered', 'content', 2]],
  },
  {
    does: 'the last row is taken out, and the record of where the chain ends says so',
    sql: [
      'DELETE FROM content.audit_log a WHERE company_id = $1 AND seq = (SELECT max(seq) FROM content.audit_log WHERE company_id = $1)',
      `UPDATE content.audit_heads h SET seq = a.seq, hash = a.hash FROM content.audit_log a
        WHERE h.company_id = $1 AND a.company_id = $1 AND a.seq = (SELECT max(seq) FROM content.audit_log WHERE company_id = $1)`,
    ],
    names: [['truncated', 'content', '\\d+']],
  },
];
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

const command = (key: string, ...words: string[]) =>
  run([...words, '--url', platform.url, '--key', key], {
    out: (text) => {
      printed += `${text}\n`;
    },
    err: (text) => {
      printed += `${text}\n`;
    },
  });

describe('the command line', () => {
  it('writes the audit log of a company as NDJSON, with a key that may read it', async () => {
    expect(await command(acme.token, 'audit', 'export', '--service', 'content')).toBe(0);
    const lines = printed
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditEntry);
    expect(lines.length).toBeGreaterThan(2);
    expect(new Set(lines.map(({ service }) => service))).toEqual(new Set(['content']));
    expect(await command(KEY, 'audit', 'export')).toBe(1);
  });

  it('shows the operator who made the tables, and nobody else', async () => {
    expect(await command(KEY, 'audit', 'ddl', '--service', 'content', '--limit', '3')).toBe(0);
    expect(printed).toMatch(/content +content_owner/);
    expect(await command(acme.token, 'audit', 'ddl')).toBe(1);
    expect(printed).toContain('PLATFORM_SCOPE_MISSING');
  });
});

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
  it('says that everything is whole, then names what was changed, removed, reordered and cut off', { timeout: 90_000 }, async () => {
    await eventually(async () => {
      printed = '';
      await verify('--json');
      const { services } = JSON.parse(printed) as { services: { waiting: { rows: number } }[] };
      expect(services.map(({ waiting }) => waiting.rows)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    });
    printed = '';
    expect(await verify()).toBe(0);
    for (const service of ['identity', 'content', 'generation', 'campaigns', 'scheduling', 'analytics', 'embeddings'])
      expect(printed).toMatch(new RegExp(`^${service} +\\d+ +\\d+ +whole$`, 'm'));

    const company = companyOf(acme);
    const whole = await copyOf(company);
    await endsKept(company);
    for (const { does, sql, names } of TAMPERINGS) {
      for (const statement of sql) await stack.query(statement, [company]);
      printed = '';
      expect([does, await verify('--company', company)]).toEqual([does, 1]);
      for (const [fault, service, seq] of names) {
        expect(printed, does).toMatch(new RegExp(`^${fault} +${service} +${company} +${seq} `, 'm'));
      }
      await restore(company, whole);
      printed = '';
      expect([does, await verify('--company', company)]).toEqual([does, 0]);
    }
    printed = '';
    expect(await verify('--company', companyOf(other))).toBe(0);
  });
});

/** Resolves when the broker keeps the end of each chain: from then on nobody shortens it unseen. */
async function endsKept(company: string): Promise<void> {
  for (const service of ['identity', 'content'] as const) {
    const [head] = await stack.query<{ seq: string }>(`SELECT seq FROM ${service}.audit_heads WHERE company_id = $1`, [company]);
    const ends = new AuditEnds(stack.nats, service);
    await eventually(async () => expect((await ends.last(company))?.seq).toBe(Number(head?.seq)), { timeoutMs: 20_000 });
  }
}

/** Rows as text, and where their chain ends. */
interface Copy {
  readonly rows: Readonly<Record<string, unknown[]>>;
  readonly heads: Readonly<Record<string, unknown[]>>;
}

async function copyOf(company: string): Promise<Copy> {
  const copy: Record<'rows' | 'heads', Record<string, unknown[]>> = { rows: {}, heads: {} };
  for (const service of ['identity', 'content'] as const) {
    copy.rows[service] = await stack.query(`SELECT to_jsonb(a) AS row FROM ${service}.audit_log a WHERE company_id = $1`, [company]);
    copy.heads[service] = await stack.query(`SELECT to_jsonb(h) AS row FROM ${service}.audit_heads h WHERE company_id = $1`, [company]);
  }
  return copy;
}

/** As from a dump: what stands there goes, what was copied comes back. */
async function restore(company: string, { rows, heads }: Copy): Promise<void> {
  for (const service of ['identity', 'content'] as const) {
    for (const [table, kept] of [
      ['audit_log', rows],
      ['audit_heads', heads],
    ] as const) {
      await stack.query(`DELETE FROM ${service}.${table} WHERE company_id = $1`, [company]);
      const all = JSON.stringify(kept[service]?.map((entry) => (entry as { row: unknown }).row));
      await stack.query(`INSERT INTO ${service}.${table} SELECT * FROM jsonb_populate_recordset(NULL::${service}.${table}, $1)`, [all]);
    }
  }
}
