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
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  sandbox = await startSandbox({ host: '127.0.0.1', port: 0, smtpPort: 0, dataFolder: folder });
  neighbours = new PlayedNeighbours(stack.nats, stack.addresses.masterKey);
});
afterAll(async () => {
  neighbours?.close();
  await sandbox?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** A provider whose first call goes as told. */
async function provider(box: string, fault: object) {
  const put = (path: string, body: unknown) =>
    fetch(`${sandbox.url}/models/${path}`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  neighbours.providers[box] = { base_url: `${sandbox.url}/models/${box}/v1`, protocol: 'openai' };
  await put(box, { api_keys: [PROVIDER_KEY] });
  await put(`${box}/faults`, [fault]);
  return {
    models: [{ provider: box, model: 'm' }],
    called: () =>
      eventually(async () => {
        const { count } = (await (await fetch(`${sandbox.url}/models/${box}/calls`)).json()) as { count: number };
        expect(count).toBe(1);
      }),
  };
}

test('a stop lets calls come to their end for a while; what is longer goes on elsewhere, and no try is lost', async () => {
  const env = { ...stack.env('generation'), OUTGOING_ALLOWED_HOSTS: new URL(sandbox.url).host };
  const [short, long] = [
    await provider('short', { kind: 'slow', delay_ms: 1_500 }),
    await provider('long', { kind: 'drip', delay_ms: 60_000 }),
  ];
  const author = stack.caller();
  const stopped = await start(readConfig(env));
  const asked = [await ask(author, { models: short.models, max_attempts: 1 }), await ask(author, { models: long.models, max_attempts: 1 })];
  await Promise.all([short.called(), long.called()]);
  await stopped[Symbol.asyncDispose]();
  await using _ = await start(readConfig(env));
  const [finished, resumed] = await Promise.all(asked.map((run) => ended(author, run)));
  expect(finished).toMatchObject({ status: 'succeeded', attempts: 1, retry_reasons: [] });
  expect(resumed).toMatchObject({ status: 'succeeded', attempts: 2, retry_reasons: ['interrupted'] });
});
