import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListBudgets, SetBudget, SetModelPrice } from '@smartcontent/contracts';
import { type RunningSandbox, start as startSandbox } from '@smartcontent/sandbox';
import { type Caller, eventually, useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PlayedNeighbours, PROVIDER_KEY } from './played-neighbours.js';
import { ask, ended } from './use-generation.js';

const RUNS = 12;
/** Most of them: both processes have calls under way then. */
const CALLED = 9;
const stack = useStack({ services: ['generation'] });
const replicas: ChildProcess[] = [];
let folder: string;
let sandbox: RunningSandbox;
let neighbours: PlayedNeighbours;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  sandbox = await startSandbox({ host: '127.0.0.1', port: 0, smtpPort: 0, dataFolder: folder });
  neighbours = new PlayedNeighbours(stack.nats, stack.addresses.masterKey);
});
afterAll(async () => {
  await Promise.all(replicas.map(kill));
  neighbours?.close();
  await sandbox?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

async function kill(replica: ChildProcess): Promise<void> {
  if (replica.exitCode !== null || replica.signalCode !== null) return;
  const gone = once(replica, 'exit');
  replica.kill('SIGKILL');
  await gone;
}

/** A process of its own; resolves when it is ready to work. */
async function startReplica(): Promise<ChildProcess> {
  const env = { ...stack.env('generation'), OUTGOING_ALLOWED_HOSTS: new URL(sandbox.url).host, LOG_LEVEL: 'info' };
  const main = join(import.meta.dirname, '..', 'dist', 'main.js');
  const replica = spawn(process.execPath, [main], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  replicas.push(replica);
  let printed = '';
  replica.stdout.on('data', (text) => (printed += text));
  await eventually(
    async () => {
      const url = /"health_url":"([^"]+)"/.exec(printed)?.[1];
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
    },
    { timeoutMs: 30_000 },
  );
  return replica;
}

const put = (path: string, body: unknown) =>
  fetch(`${sandbox.url}/models/${path}`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const calls = async () => ((await (await fetch(`${sandbox.url}/models/killed/calls`)).json()) as { count: number }).count;

async function payer(): Promise<Caller> {
  const author = stack.caller();
  await author.call(SetModelPrice, { model: 'm', usd_per_million: { input: '10', output: '100' } });
  await author.call(SetBudget, { period: 'total', amount_usd: '500' });
  return author;
}

test('of two replicas one is killed in the middle of its calls: every run ends once, and the books of every company agree', async () => {
  neighbours.providers.played = { base_url: `${sandbox.url}/models/killed/v1`, protocol: 'openai' };
  await put('killed', { api_keys: [PROVIDER_KEY] });
  await put('killed/faults', [{ kind: 'drip', delay_ms: 200, times: 1_000 }]);
  const [victim] = await Promise.all([startReplica(), startReplica()]);
  const authors = [await payer(), await payer(), await payer()] as const;
  const asked: { author: Caller; id: string }[] = [];
  for (let n = 0; n < RUNS; n++) {
    const author = authors[n % authors.length] as Caller;
    const { id } = await ask(author, { models: [{ provider: 'played', model: 'm' }], prompt: `Seedling ${n} needs light.` });
    asked.push({ author, id });
  }
  await eventually(async () => expect(await calls()).toBeGreaterThanOrEqual(CALLED));
  await kill(victim);
  const runs = await Promise.all(asked.map(({ author, id }) => ended(author, { id }, 30_000)));

  const interrupted = runs.filter(({ retry_reasons }) => retry_reasons.length > 0);
  expect(runs).toEqual(runs.map(() => expect.objectContaining({ status: 'succeeded' })));
  expect(interrupted.length).toBeGreaterThan(0);
  expect(interrupted.length).toBeLessThan(RUNS);
  for (const run of interrupted) expect(run).toMatchObject({ attempts: 2, retry_reasons: ['interrupted'] });
  await expectEachOnce(runs.map(({ id }) => id));
  for (const author of authors) await expectAgreement(author);
  expect(await calls()).toBeLessThanOrEqual(RUNS + interrupted.length);
}, 60_000);

/** Of every run one draft is told, and one history and one row of figures stand. */
async function expectEachOnce(ids: readonly string[]): Promise<void> {
  const counts = await stack.query(
    `SELECT (SELECT count(*)::int FROM generation.outbox WHERE aggregate_id = run.id AND subject LIKE 'evt.generation.draft.written%') AS drafts,
       (SELECT count(*)::int FROM generation.content_history WHERE id = run.id AND status = 'success') AS histories,
       (SELECT count(*)::int FROM generation.performance_metrics WHERE content_id = run.id) AS figures
       FROM unnest($1::uuid[]) AS run (id)`,
    [ids],
  );
  expect(counts).toEqual(ids.map(() => ({ drafts: 1, histories: 1, figures: 1 })));
}

/** Each attempt has one reservation and one row of usage; what is spent is what calls cost, and the bound of those that nobody came back from. */
async function expectAgreement(author: Caller): Promise<void> {
  const [books] = await stack.query<{ spent: string; attempts: number }>(
    `SELECT (sum(coalesce(u.estimated_cost_usd, r.settled_usd)))::numeric(24, 12)::text AS spent,
       (SELECT sum(attempts)::int FROM generation.runs WHERE company_id = $1) AS attempts, count(r.id)::int AS reservations, count(u.id)::int AS calls,
       count(*) FILTER (WHERE r.state = 'held') AS held,
       bool_and((r.state = 'expired') IS NOT DISTINCT FROM (u.error_type IS NOT DISTINCT FROM 'interrupted' AND u.estimated_cost_usd IS NULL)) AS is_told,
       bool_and(r.state = 'expired' OR coalesce(r.settled_usd = u.estimated_cost_usd, false)) AS is_settled
       FROM generation.budget_reservations r FULL JOIN generation.api_usage u ON u.company_id = r.company_id AND u.id = r.id
      WHERE coalesce(r.company_id, u.company_id) = $1`,
    [author.companyId],
  );
  expect(books).toMatchObject({ reservations: books?.attempts, calls: books?.attempts, held: '0', is_told: true, is_settled: true });
  const [budget] = (await author.call(ListBudgets, {})).items;
  expect(budget).toMatchObject({ spent_usd: books?.spent, reserved_usd: '0.000000000000' });
}
