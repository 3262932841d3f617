import { randomUUID } from 'node:crypto';
import { EraseCompany, GetContent } from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { erased, ingest, type Planted, placesOf, plant } from './planted-company.js';
import { usePlatform } from './platform.js';

const KEY = `sc_operator_${'Erasure-'.repeat(5)}`;
const platform = usePlatform(() => ({ identity: { ERASURE_SETTLE_SECONDS: '3' }, gateway: { OPERATOR_KEY: KEY } }));
const { stack } = platform;

/** Every row that Postgres has of a company, by table. */
/** What its readers did is counted, and what it wrote is indexed: neither changes its rows any more. */
async function followed(companyId: string): Promise<void> {
  const told = async (table: string) =>
    (await stack.query(`SELECT 1 FROM embeddings.${table} WHERE company_id = $1 AND is_told`, [companyId])).length;
  const due = 'SELECT 1 FROM embeddings.documents WHERE company_id = $1 AND next_attempt_at IS NOT NULL';
  await eventually(async () => {
    expect([await told('readers'), await told('content_engagement')]).toEqual([1, 1]);
    expect(await stack.query(due, [companyId])).toEqual([]);
    // What was counted of its contents.
    expect(await stack.query('SELECT 1 FROM analytics.performance_totals WHERE company_id = $1', [companyId])).toHaveLength(1);
  });
}

async function rowsOf(companyId: string): Promise<Record<string, string>> {
  const tables = await stack.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.columns
      JOIN information_schema.tables USING (table_schema, table_name)
      WHERE column_name = 'company_id' AND table_type = 'BASE TABLE' AND table_name !~ '_(default|[0-9]{8})$' ORDER BY 1`,
  );
  const sums: Record<string, string> = {};
  for (const { name } of tables) {
    const text = `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, ' ' ORDER BY t::text)), '') AS sum FROM ${name} t WHERE company_id = $1`;
    sums[name] = (await stack.query<{ sum: string }>(text, [companyId]))[0]?.sum ?? '';
  }
  return sums;
}
async function chained(): Promise<void> {
  for (const service of ['identity', 'content', 'generation', 'campaigns', 'scheduling', 'analytics', 'embeddings']) {
    const waiting = async () => expect(await stack.query(`SELECT 1 FROM ${service}.audit_log WHERE seq IS NULL`)).toEqual([]);
    await eventually(waiting, { timeoutMs: 15_000 });
  }
}

describe('erasing a company', () => {
  let acme: Planted;
  let other: Planted;
  beforeAll(async () => {
    [acme, other] = [await plant(platform), await plant(platform)];
  }, 60_000);

  it('is refused to whoever does not know what he does', async () => {
    const { token, password } = acme.company;
    const ask = async (body: unknown) => {
      const answer = await platform.http('POST', '/v1/company/erasure', { token, body });
      return [answer.status, answer.body.code];
    };
    expect(await ask({ password: 'not the password', company_name: acme.name })).toEqual([403, 'IDENTITY_PASSWORD_WRONG']);
    expect(await ask({ password, company_name: 'Acme' })).toEqual([409, 'IDENTITY_NAME_NOT_CONFIRMED']);
    expect(await ask({ password })).toEqual([422, 'PLATFORM_INPUT_INVALID']);
    const start = async (company_id: string) => {
      const answer = await platform.http('POST', '/v1/operator/identity/erasures', { token: KEY, body: { company_id } });
      return [answer.status, answer.body.code];
    };
    expect(await start(randomUUID())).toEqual([404, 'IDENTITY_COMPANY_NOT_FOUND']);
    expect(await start('acme')).toEqual([422, 'PLATFORM_INPUT_INVALID']);
    expect(await stack.query('SELECT 1 FROM identity.erasures')).toEqual([]);
  });

  it('leaves nothing of it in any store, and another company as it was', async () => {
    const { company, name, marks } = acme;
    expect((await placesOf(stack, marks)).sort()).toEqual(
      expect.arrayContaining(['DLQ_CONTENT', 'EVT_CONTENT', 'EVT_IDENTITY', 'EVT_SCHEDULING', 'INGEST', 'clickhouse events']),
    );
    await chained();
    await followed(other.company.account.company.id);
    const before = await rowsOf(other.company.account.company.id);
    const started = await platform.call(EraseCompany, { password: company.password, company_name: name }, company.token);
    expect(started).toMatchObject({ state: 'running', requested_by: 'admin', user_id: null });
    await eventually(async () => expect((await platform.http('GET', '/v1/me', { token: company.token })).status).toBe(401));
    const again = await platform.http('POST', '/v1/login', { body: { email: company.account.user.email, password: company.password } });
    expect(again.status).toBe(401);
    const report = await erased(platform, KEY, started);
    expect(report.left).toBe(0);
    expect(report.places.filter(({ erased }) => erased > 0).map(({ service, place }) => `${service} ${place}`)).toEqual(
      expect.arrayContaining([
        'analytics clickhouse.events',
        'content postgres.content_versions',
        'content nats.EVT_CONTENT',
        'identity redis',
      ]),
    );
    expect(await placesOf(stack, marks)).toEqual([]);
    expect(await rowsOf(other.company.account.company.id)).toEqual(before);
    expect(await placesOf(stack, [other.company.account.company.id])).toContain('clickhouse events');
    // The stream that was emptied up to its last message is still known for the one it was.
    await ingest(platform, other.company, 'after the erasure');
    expect(await stack.query('SELECT 1 FROM analytics.ingest_epochs')).toHaveLength(1);
    expect(await platform.call(GetContent, { content_id: (await other.company.write()).id }, other.company.token)).toBeDefined();
  }, 60_000);
});
