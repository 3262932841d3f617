import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { broadcast } from '@smartcontent/bus';
import {
  type CallOf,
  CancelGeneration,
  CostBooked,
  GetGeneration,
  GetGenerationOutput,
  OFFLINE_MODEL,
  ProviderKeyNews,
  RegisterMlModel,
  SetBudget,
  SetModelPrice,
  type StartGeneration,
} from '@smartcontent/contracts';
import { Database, newId } from '@smartcontent/database';
import { type RunningSandbox, start } from '@smartcontent/sandbox';
import { eventually } from '@smartcontent/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CloseCosts } from '../src/costs/close-costs.job.js';
import { RunCosts } from '../src/costs/run-costs.service.js';
import { PROVIDER_KEY } from './played-neighbours.js';
import { ask, ended, useGeneration } from './use-generation.js';

let folder: string;
let sandbox: RunningSandbox;
// Before the service starts: it must vouch for the address.
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  sandbox = await start({ host: '127.0.0.1', port: 0, smtpPort: 0, dataFolder: folder });
});
const generation = useGeneration(() => ({ OUTGOING_ALLOWED_HOSTS: new URL(sandbox.url).host }));
const { stack } = generation;
afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const PLAYED = { provider: 'played', model: 'played-1' };
const played = (path: string, body?: unknown) =>
  fetch(`${sandbox.url}/models/${path}`, {
    ...(body !== undefined && { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });

/** A company with a provider of its own, whose next calls go wrong as told. */
async function company(box: string, faults: readonly object[] = [], protocol: 'openai' | 'anthropic' = 'openai', settings: object = {}) {
  generation.neighbours.providers[box] = { base_url: `${sandbox.url}/models/${box}/v1`, protocol };
  await played(box, { api_keys: [PROVIDER_KEY], ...settings });
  await played(`${box}/faults`, faults);
  const author = stack.caller();
  const models = [{ provider: box, model: PLAYED.model }];
  const write = async (fields: Partial<CallOf<typeof StartGeneration>> = {}) => ended(author, await ask(author, { models, ...fields }));
  const calls = async () => ((await (await played(`${box}/calls`)).json()) as { count: number }).count;
  const usage = (id: string) =>
    stack.query(
      `SELECT success, error_type, status_code, input_tokens::int > 0 AS has_input, length(api_key_hash) AS hash_length FROM generation.api_usage WHERE content_id = $1 ORDER BY called_at`,
      [id],
    );
  return { author, models, write, calls, usage };
}

describe.each(['openai', 'anthropic'] as const)('a model by the protocol of %s', (protocol) => {
  test('writes the draft, and what it used is in the books', async () => {
    const { author, write, usage } = await company(`writes-${protocol}`, [], protocol);
    const run = await write();
    expect(run).toMatchObject({ status: 'succeeded', model: PLAYED.model, attempts: 1, retry_reasons: [] });
    expect((await author.call(GetGenerationOutput, { generation_id: run.id })).output).toContain('played model');
    expect(await usage(run.id)).toEqual([{ success: true, error_type: null, status_code: 200, has_input: true, hash_length: 64 }]);
  });

  test.concurrent.each([
    ['is too busy', { kind: 'refuse', status: 429, retry_after_seconds: 0 }, 'rate_limit'],
    ['fails', { kind: 'refuse', status: 500 }, 'server'],
    ['breaks off after half of the text', { kind: 'cut' }, 'cut'],
    ['answers nothing', { kind: 'empty' }, 'empty'],
    ['answers in another shape', { kind: 'wrong-shape' }, 'bad_shape'],
  ])('is asked again where it %s, and the reason is told', async (_, fault, reason) => {
    const { write, usage } = await company(`${reason}-${protocol}`, [fault], protocol);
    const run = await write();
    expect(run).toMatchObject({ status: 'succeeded', attempts: 2, retry_reasons: [reason] });
    expect(await usage(run.id)).toMatchObject([{ success: false, error_type: reason }, { success: true }]);
  });

  test('that never fits the schema fails after the allowed tries', async () => {
    const { write, calls } = await company(`prose-${protocol}`, [], protocol, { answer: '{"word": "other"}' });
    const schema = { type: 'object', properties: { word: { const: 'never' } }, required: ['word'] };
    const run = await write({ schema, max_attempts: 2 });
    expect(run).toMatchObject({
      status: 'failed',
      error_code: 'OUTPUT_INVALID',
      attempts: 2,
      validation_errors: ['/word must be equal to constant'],
    });
    expect(await calls()).toBe(2);
  });
});

test('the active model of the company writes what names none', async () => {
  const { author, models } = await company('usual');
  const active = { name: PLAYED.model, model_type: 'content_generation', version: '1', is_active: true } as const;
  await author.call(RegisterMlModel, { ...active, config: { provider: 'usual' } });
  const run = await ended(author, await ask(author));
  expect(run).toMatchObject({ status: 'succeeded', model: PLAYED.model, models });
  await author.call(RegisterMlModel, { ...active, version: '2', config: { of: 'another kind' } });
  expect(await ask(author)).toMatchObject({ models: [{ provider: 'offline', model: OFFLINE_MODEL }] });
});

test('a key that is not taken is not tried again: the next model is asked', async () => {
  const { models, write, calls } = await company('locked', [], 'openai', { api_keys: ['another-key'] });
  const run = await write({ models: [...models, { provider: 'offline', model: OFFLINE_MODEL }] });
  expect(run).toMatchObject({ status: 'succeeded', model: OFFLINE_MODEL, attempts: 2, retry_reasons: ['auth'] });
  expect(await calls()).toBeLessThanOrEqual(1);
});

test.each([
  ['does not open', 'spoilt', 'provider_key_unreadable'],
  ['is switched off', 'inactive', 'IDENTITY_PROVIDER_KEY_INACTIVE'],
] as const)('a key that %s holds and costs nothing: no call has left', async (_, fault, reason) => {
  const { author, models, write, calls, usage } = await company(fault);
  Object.assign(generation.neighbours.providers[fault] as object, { fault });
  await author.call(SetModelPrice, { model: PLAYED.model, usd_per_million: { input: '100', output: '1000' } });
  await author.call(SetBudget, { period: 'day', amount_usd: '50' });
  const run = await write({ models: [...models, { provider: 'offline', model: PLAYED.model }] });
  expect(run).toMatchObject({ attempts: 1, retry_reasons: [reason] });
  expect(await calls()).toBe(0);
  expect(await usage(run.id)).toHaveLength(1);
  const states = await stack.query('SELECT state FROM generation.budget_reservations WHERE run_id = $1', [run.id]);
  expect(states).toEqual([{ state: 'settled' }]);
});

test('a run whose first call is refused before it leaves has its history and its figures, and no usage', async () => {
  const { author, write, usage } = await company('switched-off');
  Object.assign(generation.neighbours.providers['switched-off'] as object, { fault: 'inactive' });
  const run = await write();
  expect(run).toMatchObject({ status: 'failed', error_code: 'IDENTITY_PROVIDER_KEY_INACTIVE', attempts: 0 });
  const rows = await stack.query(
    `SELECT h.status, h.error_message IS NOT NULL AS says_why, h.tokens_used::int AS tokens, m.api_call_ms
       FROM generation.content_history h JOIN generation.performance_metrics m ON m.content_id = h.id WHERE h.id = $1 AND h.company_id = $2`,
    [run.id, author.companyId],
  );
  expect(rows).toEqual([{ status: 'failed', says_why: true, tokens: 0, api_call_ms: 0 }]);
  expect(await usage(run.id)).toEqual([]);
});

test('a call that a server refuses for its schema stands in the books beside the one that was made in words', async () => {
  const { author, write, calls } = await company('wordy', [{ kind: 'no-schema' }], 'openai', { answer: '{"word": "light"}' });
  await author.call(SetModelPrice, { model: PLAYED.model, usd_per_million: { input: '1', output: '2' } });
  const run = await write({ schema: { type: 'object', properties: { word: { type: 'string' } } } });
  expect(run).toMatchObject({ status: 'succeeded', attempts: 1, retry_reasons: [] });
  expect(await calls()).toBe(2);
  const rows = await stack.query(
    `SELECT success, error_type, status_code, total_tokens::int > 0 AS has_tokens, estimated_cost_usd > 0 AS has_cost
       FROM generation.api_usage WHERE content_id = $1 ORDER BY success`,
    [run.id],
  );
  expect(rows).toEqual([
    { success: false, error_type: 'invalid_request', status_code: 400, has_tokens: false, has_cost: false },
    { success: true, error_type: null, status_code: 200, has_tokens: true, has_cost: true },
  ]);
});

test('a run waits while identity is away, and nothing is held for it', async () => {
  const { author, models } = await company('unasked');
  const provider = generation.neighbours.providers.unasked as { fault?: 'away' };
  provider.fault = 'away';
  const asked = generation.neighbours.asked.length;
  const { id } = await ask(author, { models });
  await eventually(() => expect(generation.neighbours.asked.slice(asked)).toContain('unasked'));
  delete provider.fault;
  expect(await ended(author, { id })).toMatchObject({ status: 'succeeded', attempts: 1, retry_reasons: [] });
  expect(await stack.query('SELECT state FROM generation.budget_reservations WHERE run_id = $1', [id])).toEqual([{ state: 'settled' }]);
});

test('what the attempts took stands in the figures: all calls together, and what was done around them', async () => {
  const { write } = await company('timed', [
    { kind: 'refuse', status: 500 },
    { kind: 'slow', delay_ms: 300 },
  ]);
  const { id } = await write();
  const [taken] = await stack.query(
    `SELECT m.api_call_ms = u.latency AND u.latency >= 300 AS is_sum, u.total > u.latency AS is_total,
       m.prompt_preparation_ms >= 0 AND m.response_processing_ms >= 0 AS is_measured
       FROM generation.performance_metrics m, (SELECT sum(api_latency_ms) AS latency, sum(total_request_time_ms) AS total
         FROM generation.api_usage WHERE content_id = $1) u WHERE m.content_id = $1`,
    [id],
  );
  expect(taken).toEqual({ is_sum: true, is_total: true, is_measured: true });
});

test('runs wait for money that others only hold', async () => {
  const { author, models } = await company('waiting', [{ kind: 'slow', delay_ms: 1_000, times: 3 }]);
  await author.call(SetModelPrice, { model: PLAYED.model, usd_per_million: { input: '10', output: '1000' } });
  await author.call(SetBudget, { period: 'day', amount_usd: '1.5' });
  const asked = await Promise.all(
    [1, 2, 3].map((n) => ask(author, { models, prompt: `Seedling ${n}.`, max_output_tokens: 1_000, max_attempts: 1 })),
  );
  for (const run of asked) expect(await ended(author, run, 30_000)).toMatchObject({ status: 'succeeded', attempts: 1, retry_reasons: [] });
});

test('a key that is revoked in the middle ends the call, which is booked', async () => {
  const { author, models, calls, usage } = await company('revoked', [{ kind: 'drip', delay_ms: 60_000 }]);
  const asked = await ask(author, { models });
  await eventually(async () => expect(await calls()).toBe(1));
  delete generation.neighbours.providers.revoked;
  broadcast(stack.nats, ProviderKeyNews, { company_id: author.companyId, service_name: 'revoked', is_usable: false });
  expect(await ended(author, asked)).toMatchObject({ status: 'failed', error_code: 'AUTH', attempts: 1 });
  expect(await usage(asked.id)).toMatchObject([{ success: false, error_type: 'auth' }]);
});

test('a model that takes longer than the run allows is cut off', async () => {
  const { write } = await company('slow', [{ kind: 'slow', delay_ms: 60_000, times: 5 }]);
  expect(await write({ timeout_seconds: 1, max_attempts: 1 })).toMatchObject({ status: 'failed', error_code: 'TIMEOUT', attempts: 1 });
});

test.each([
  ['NUL in a name', '{"a\\u0000b": 1}'],
  ['a character cut in half', `{"${'x'.repeat(250)}${'🌱'.repeat(100)}": 1, "y${'x'.repeat(250)}${'🌱'.repeat(100)}": 1}`],
])('what does not fit the schema is told also where it holds %s', async (what, answer) => {
  const { write } = await company(`unstorable-${what.length}`, [], 'openai', { answer });
  const run = await write({ schema: { type: 'object', additionalProperties: false }, max_attempts: 1 });
  expect(run).toMatchObject({ status: 'failed', error_code: 'OUTPUT_INVALID', attempts: 1, retry_reasons: [] });
  expect(run.validation_errors?.[0]).toMatch(/must NOT have additional properties \((?:ab|x)/);
});

test('a cancel cuts the call off, books it, and no draft comes of it', async () => {
  const { author, models, calls, usage } = await company('cancelled', [{ kind: 'drip', delay_ms: 60_000 }], 'anthropic');
  const { id } = await ask(author, { models });
  await eventually(async () => expect(await calls()).toBe(1));
  expect(await author.call(CancelGeneration, { generation_id: id })).toMatchObject({ status: 'cancelled' });
  await eventually(async () => expect(await usage(id)).toMatchObject([{ success: false, error_type: 'cancelled' }]));
  expect(await author.call(GetGeneration, { generation_id: id })).toMatchObject({ status: 'cancelled', attempts: 1 });
  const [history] = await stack.query(
    `SELECT tokens_used::int = (SELECT sum(total_tokens) FROM generation.api_usage WHERE content_id = $1) AS is_whole, tokens_used::int > 0 AS has_tokens
     FROM generation.content_history WHERE id = $1`,
    [id],
  );
  expect(history).toEqual({ is_whole: true, has_tokens: true });
});

describe('what a run cost is told', () => {
  const told = async (id: string) => {
    const rows = await stack.query<{ version: string; subject: string; data: object }>(
      'SELECT aggregate_version AS version, subject, data FROM generation.outbox WHERE aggregate_id = $1 ORDER BY id',
      [id],
    );
    expect(rows.map(({ version }) => Number(version))).toEqual(rows.map((_, place) => place + 1));
    return rows.filter(({ subject }) => subject === CostBooked.subject).map(({ data }) => data);
  };
  const spent = async (id: string) => {
    const [row] = await stack.query(
      `SELECT coalesce(sum(estimated_cost_usd), 0)::numeric(30, 12)::text AS cost_usd, count(*) FILTER (WHERE estimated_cost_usd IS NULL)::int AS unpriced_calls
       FROM generation.api_usage WHERE content_id = $1`,
      [id],
    );
    return row as { cost_usd: string; unpriced_calls: number };
  };
  const paying = async (...of: Parameters<typeof company>) => {
    const made = await company(...of);
    await made.author.call(SetModelPrice, { model: PLAYED.model, usd_per_million: { input: '10', output: '100' } });
    return made;
  };
  const close = () => generation.service.get(CloseCosts).round();

  test.each([
    ['with a draft', 'cost-draft', [], {}, 'succeeded'],
    ['with the attempts before it', 'cost-again', [{ kind: 'refuse', status: 500 }], {}, 'succeeded'],
    ['where it failed', 'cost-failed', [], { schema: { type: 'object', minProperties: 1 }, max_attempts: 2 }, 'failed'],
    ['with calls whose cost nobody knows', 'cost-cut', [{ kind: 'cut' }], {}, 'succeeded'],
  ] as const)('once, %s', async (_, box, faults, fields, status) => {
    const { author, write } = await paying(box, faults, 'openai', status === 'failed' ? { answer: '{}' } : {});
    const campaign_id = newId();
    const run = await write({ ...fields, campaign_id });
    expect(run.status).toBe(status);
    const cost = await spent(run.id);
    expect(Number(cost.cost_usd)).toBeGreaterThan(0);
    await close();
    expect(await told(run.id)).toEqual([{ campaign_id, content_id: run.content_id, user_id: author.userId, ...cost }]);
  });

  test('after a cancel once its call is booked, and again where it turns out to have cost something else', async () => {
    const { author, models, calls, usage } = await paying('cost-cancelled', [{ kind: 'drip', delay_ms: 60_000 }], 'anthropic');
    const run = await ask(author, { models });
    await eventually(async () => expect(await calls()).toBe(1));
    await author.call(CancelGeneration, { generation_id: run.id });
    await eventually(async () => expect(await usage(run.id)).toHaveLength(1));
    await close();
    const first = await spent(run.id);
    expect(await told(run.id)).toMatchObject([first]);
    const costs = ['input', 'output', 'cache_read', 'cache_write', 'reasoning'].map((type) => `${type}_cost_usd = 1.5`).join(', ');
    await stack.query(`UPDATE generation.api_usage SET ${costs} WHERE content_id = $1`, [run.id]);
    const open = { id: run.id, company_id: author.companyId };
    await generation.service.get(Database).withTenant(await author.context(), (tx) => generation.service.get(RunCosts).reopen(tx, open));
    for (const _ of [1, 2]) await close();
    expect(await told(run.id)).toMatchObject([first, await spent(run.id)]);
  });

  test('of nothing that cost nothing', async () => {
    const author = stack.caller();
    const { id } = await ended(author, await ask(author));
    await close();
    expect(await told(id)).toEqual([]);
  });
});

test('nobody’s budget is asked where no price is known, and a budget of nothing lets no such call leave', async () => {
  const { author, models, write, calls } = await company('budget');
  expect(await write()).toMatchObject({ status: 'succeeded' });
  const before = await calls();
  await stack.query(
    `INSERT INTO generation.budgets (id, company_id, period, amount_usd, created_by) VALUES (gen_random_uuid(), $1, 'month', 0, $2)`,
    [author.companyId, author.userId],
  );
  expect(await write({ prompt: 'Another.' })).toMatchObject({ status: 'failed', error_code: 'GENERATION_PRICE_UNKNOWN', attempts: 0 });
  const fallback = [...models, { provider: 'offline', model: OFFLINE_MODEL }];
  expect(await write({ prompt: 'A third.', models: fallback })).toMatchObject({ status: 'succeeded', model: OFFLINE_MODEL });
  expect(await calls()).toBe(before);
});
