import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningSandbox, start } from '../src/app.js';

const SECRET = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;
let folder: string;
let sandbox: RunningSandbox;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  sandbox = await start({ host: '127.0.0.1', port: 0, smtpPort: 0, dataFolder: folder });
  await put('/inboxes/blog', { secret: SECRET });
});

afterEach(async () => {
  await sandbox[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

describe('a played webhook platform', () => {
  it('takes a signed post and finds it again by its id', async () => {
    expect((await post('m1')).status).toBe(200);
    expect(await get('/inboxes/blog/messages/m1')).toMatchObject({ status: 200, body: { id: 'm1', body: { hello: 'world' } } });
    expect((await get('/inboxes/blog/messages/m2')).status).toBe(404);
  });

  it('refuses a post whose signature does not fit, and does not count it as published', async () => {
    expect((await post('m1', `whsec_${Buffer.from('another secret entirely!!').toString('base64')}`)).status).toBe(401);
    expect((await get('/inboxes/blog/messages/m1')).status).toBe(404);
    expect((await get('/inboxes/blog/summary')).body).toEqual({ messages: 0, receipts: 1, published_twice: 0 });
  });

  it('knows nothing of an inbox that was never registered', async () => {
    expect((await fetch(`${sandbox.url}/inboxes/other/messages`, signed('m1', SECRET))).status).toBe(404);
  });

  it('shows a post that came twice as published twice', async () => {
    await post('m1');
    await post('m1');
    expect((await get('/inboxes/blog/summary')).body).toEqual({ messages: 1, receipts: 2, published_twice: 1 });
  });

  it('remembers what it took after a restart', async () => {
    await post('m1');
    await sandbox[Symbol.asyncDispose]();
    sandbox = await start({ host: '127.0.0.1', port: 0, smtpPort: 0, dataFolder: folder });
    expect((await get('/inboxes/blog/messages/m1')).status).toBe(200);
  });

  it('refuses wrong faults and broken JSON with a client error', async () => {
    expect((await put('/inboxes/blog/faults', [{ kind: 'explode' }])).status).toBe(422);
    const broken = await fetch(`${sandbox.url}/inboxes/blog`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect(broken.status).toBe(400);
  });
});

describe('a fault', () => {
  it.each([
    { kind: 'refuse', status: 429, taken: false },
    { kind: 'fail-after', status: 502, taken: true },
  ])('$kind answers $status and taken is $taken, as often as it was told', async ({ kind, status, taken }) => {
    await put('/inboxes/blog/faults', [{ kind, status, times: 1 }]);
    expect((await post('m1')).status).toBe(status);
    expect((await get('/inboxes/blog/messages/m1')).status).toBe(taken ? 200 : 404);
    expect((await post('m2')).status).toBe(200);
  });

  it.each([
    { kind: 'lose-answer', taken: true },
    { kind: 'hang-up', taken: false },
  ])('$kind leaves the sender in the dark and taken is $taken', async ({ kind, taken }) => {
    await put('/inboxes/blog/faults', [{ kind }]);
    await expect(post('m1')).rejects.toThrow('fetch failed');
    expect((await get('/inboxes/blog/messages/m1')).status).toBe(taken ? 200 : 404);
  });

  it('delay takes the post and answers late', async () => {
    await put('/inboxes/blog/faults', [{ kind: 'delay', delay_ms: 50 }]);
    const startedAt = performance.now();
    expect((await post('m1')).status).toBe(200);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(45);
  });
});

function signed(id: string, secret: string): RequestInit {
  const body = JSON.stringify({ hello: 'world' });
  const now = new Date();
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, now, body),
    },
    body,
  };
}

function post(id: string, secret = SECRET): Promise<Response> {
  return fetch(`${sandbox.url}/inboxes/blog/messages`, signed(id, secret));
}

async function get(path: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${sandbox.url}${path}`);
  return { status: response.status, body: await response.json() };
}

function put(path: string, body: unknown): Promise<Response> {
  return fetch(`${sandbox.url}${path}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
