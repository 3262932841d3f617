import { randomUUID } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import {
  BeginTotp,
  CreateInvitation,
  EraseCompany,
  type Erasure,
  type ErasureReport,
  GetContent,
  GetErasure,
  GetScheduledPost,
  IngestEvents,
  ListSessions,
  SchedulePost,
  StoreProviderKey,
  UpdateCompany,
} from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { Company } from './company.js';
import { keptText } from './kept-text.js';
import { usePlatform } from './platform.js';

const KEY = `sc_operator_${'Erasure-'.repeat(5)}`;
const platform = usePlatform(() => ({ identity: { ERASURE_SETTLE_SECONDS: '3' }, gateway: { OPERATOR_KEY: KEY } }));
const { stack } = platform;

/** A company with something in every place, and words that are nowhere else. */
interface Planted {
  readonly company: Company;
  readonly name: string;
  readonly marks: readonly string[];
}

async function plant(): Promise<Planted> {
  const company = await Company.signUp(platform);
  const mark = `planted-${randomUUID().slice(0, 8)}`;
  const { token, account } = company;
  await platform.call(UpdateCompany, { name: `${mark} Ltd`, brand_guidelines: { tone: mark } }, token);
  await platform.call(StoreProviderKey, { service_name: 'anthropic', secret: `sk-${mark}-0123456789` }, token);
  await platform.call(BeginTotp, { password: company.password }, token);
  await platform.call(CreateInvitation, { email: `guest@${mark}.example`, role: 'viewer' }, token);
  await platform.call(ListSessions, {}, token);
  await publish(company, mark);
  await ingest(company, mark);
  await deadLetter(company, mark);
  await platform.drained();
  return { company, name: `${mark} Ltd`, marks: [mark, account.user.email, account.company.id, account.user.id] };
}

async function publish(company: Company, mark: string): Promise<void> {
  const { token } = company;
  const connected = await company.connectSandbox(mark);
  const content = await company.writeApproved(`${mark} title`);
  const scheduled_time = new Date(Date.now() + 200).toISOString();
  const input = { content_id: content.id, version_id: content.version_id, platform_account_id: connected.id, scheduled_time };
  const { id: post_id } = await platform.call(SchedulePost, input, token);
  const published = async () => expect((await platform.call(GetScheduledPost, { post_id }, token)).status).toBe('published');
  await eventually(published, { timeoutMs: 15_000 });
  await platform.call(GetContent, { content_id: content.id }, token);
}

async function ingest({ token, account }: Company, mark: string): Promise<void> {
  const event = { event_type: 'view', timestamp: new Date().toISOString(), user_id: account.user.id, properties: { mark } };
  const { http } = IngestEvents;
  const answer = await platform.http('POST', http?.path as string, { token, body: [event, { ...event, content_id: randomUUID() }] });
  expect(answer.status).toBe(http?.status);
  const stored = async () => expect((await keptText(stack)).get('clickhouse events')).toContain(mark);
  await eventually(stored, { timeoutMs: 20_000 });
}

async function deadLetter({ account }: Company, mark: string): Promise<void> {
  const head = headers();
  head.set('ce-companyid', account.company.id);
  const subject = 'dlq.content.evt.scheduling.post.published.v1';
  await jetstream(stack.nats).publish(subject, JSON.stringify({ mark }), { headers: head });
}

/** Where any of these words is found, whatever the place is; what may tell afterwards that there was a company left out. */
async function placesOf(words: readonly string[]): Promise<string[]> {
  const kept = await keptText(stack);
  kept.delete('identity.erasures');
  return [...kept].flatMap(([place, text]) => (words.some((word) => holds(text, word)) && !isTombstone(place) ? [place] : []));
}
const isTombstone = (place: string) => place.endsWith('.audit_keys');
const holds = (text: string, word: string) => text.includes(word) || text.includes(Buffer.from(word).toString('hex'));

/** Every row that Postgres has of a company, by table. */
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
  for (const service of ['identity', 'content', 'scheduling', 'analytics']) {
    const waiting = async () => expect(await stack.query(`SELECT 1 FROM ${service}.audit_log WHERE seq IS NULL`)).toEqual([]);
    await eventually(waiting, { timeoutMs: 15_000 });
  }
}

const done = ({ id }: Pick<Erasure, 'id'>): Promise<ErasureReport> =>
  eventually(
    async () => {
      const report = await platform.call(GetErasure, { erasure_id: id }, KEY);
      expect(report.state).toBe('done');
      return report;
    },
    { timeoutMs: 40_000 },
  );

describe('erasing a company', () => {
  let acme: Planted;
  let other: Planted;
  beforeAll(async () => {
    [acme, other] = [await plant(), await plant()];
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
    expect((await placesOf(marks)).sort()).toEqual(
      expect.arrayContaining(['DLQ_CONTENT', 'EVT_CONTENT', 'EVT_IDENTITY', 'EVT_SCHEDULING', 'INGEST', 'clickhouse events']),
    );
    await chained();
    const before = await rowsOf(other.company.account.company.id);
    const started = await platform.call(EraseCompany, { password: company.password, company_name: name }, company.token);
    expect(started).toMatchObject({ state: 'running', requested_by: 'admin', user_id: null });
    await eventually(async () => expect((await platform.http('GET', '/v1/me', { token: company.token })).status).toBe(401));
    const again = await platform.http('POST', '/v1/login', { body: { email: company.account.user.email, password: company.password } });
    expect(again.status).toBe(401);
    const report = await done(started);
    expect(report.left).toBe(0);
    expect(report.places.filter(({ erased }) => erased > 0).map(({ service, place }) => `${service} ${place}`)).toEqual(
      expect.arrayContaining([
        'analytics clickhouse.events',
        'content postgres.content_versions',
        'content nats.EVT_CONTENT',
        'identity redis',
      ]),
    );
    expect(await placesOf(marks)).toEqual([]);
    expect(await rowsOf(other.company.account.company.id)).toEqual(before);
    expect(await placesOf([other.company.account.company.id])).toContain('clickhouse events');
    expect(await platform.call(GetContent, { content_id: (await other.company.write()).id }, other.company.token)).toBeDefined();
  }, 60_000);
});
