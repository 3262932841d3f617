import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningSandbox, start as startSandbox } from '@smartcontent/sandbox';
import { eventually, useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig, start } from '../src/app.js';
import { PlayedNeighbours, PROVIDER_KEY } from './played-neighbours.js';
import { ask, ended } from './use-generation.js';

const stack = useStack({ services: ['generation'] });
let folder: string;
let sandbox: RunningSandbox;
let neighbours: PlayedNeighbours;
let victim: ChildProcess | undefined;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  sandbox = await startSandbox({ host: '127.0.0.1', port: 0, smtpPort: 0, dataFolder: folder });
  neighbours = new PlayedNeighbours(stack.nats, stack.addresses.masterKey);
});
afterAll(async () => {
  victim?.kill('SIGKILL');
  neighbours?.close();
  await sandbox?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const put = (path: string, body: unknown) =>
  fetch(`${sandbox.url}/models/${path}`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

test('a run whose process is killed in the middle of its call is finished by another, and the first call is booked', async () => {
  const env = { ...stack.env('generation'), OUTGOING_ALLOWED_HOSTS: new URL(sandbox.url).host };
  neighbours.providers.played = { base_url: `${sandbox.url}/models/killed/v1`, protocol: 'openai' };
  await put('killed', { api_keys: [PROVIDER_KEY] });
  await put('killed/faults', [{ kind: 'drip', delay_ms: 60_000 }]);
  victim = spawn(process.execPath, [join(import.meta.dirname, '..', 'dist', 'main.js')], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const author = stack.caller();
  const asked = await eventually(() => ask(author, { models: [{ provider: 'played', model: 'm' }] }), { timeoutMs: 30_000 });
  await eventually(async () => {
    const { count } = (await (await fetch(`${sandbox.url}/models/killed/calls`)).json()) as { count: number };
    expect(count).toBe(1);
  });
  const gone = once(victim, 'exit');
  victim.kill('SIGKILL');
  await gone;
  await using _ = await start(readConfig(env));
  expect(await ended(author, asked, 20_000)).toMatchObject({ status: 'succeeded', attempts: 2, retry_reasons: ['interrupted'] });
  const reservations = await stack.query('SELECT attempt, state FROM generation.budget_reservations WHERE run_id = $1 ORDER BY attempt', [
    asked.id,
  ]);
  expect(reservations).toEqual([
    { attempt: 1, state: 'expired' },
    { attempt: 2, state: 'settled' },
  ]);
  const usage = await stack.query(
    'SELECT success, error_type, is_usage_told, estimated_cost_usd FROM generation.api_usage WHERE content_id = $1 ORDER BY called_at LIMIT 1',
    [asked.id],
  );
  expect(usage).toEqual([{ success: false, error_type: 'interrupted', is_usage_told: false, estimated_cost_usd: null }]);
});
