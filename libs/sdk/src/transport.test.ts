import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SmartContent, smartContent } from './client.js';
import { ApiError, ConnectionError } from './errors.js';
import { json, lost, PlayedPlatform, refusal, silent } from './played-platform.fixture.js';

let platform: PlayedPlatform;
let sc: SmartContent;
beforeAll(async () => {
  platform = await PlayedPlatform.start();
  sc = smartContent({ baseUrl: `${platform.url}/`, credential: 'sc_key' });
});
afterAll(() => platform[Symbol.asyncDispose]());

const draft = { content_type: 'blog_post', title: 'A title' } as const;
const content_id = 'a/b';
const away = refusal(503, 'PLATFORM_SERVICE_UNAVAILABLE', { is_retryable: true }, { 'retry-after': '0' });
const done = json({ id: 'c1' });

async function failureOf<T extends Error>(kind: new (...given: never[]) => T, run: () => Promise<unknown>): Promise<T> {
  const error = await run().then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(kind);
  return error as T;
}

describe('a request', () => {
  it('puts each field where the operation wants it', async () => {
    platform.play(json({ items: [], next_cursor: null }));
    await sc.version.list({ content_id, limit: 5, cursor: undefined });
    await sc.content.update({ content_id, revision: 1, title: 'New' }, { ifMatch: '"1"', correlationId: 'mine' });
    expect(platform.lines).toEqual(['GET /v1/content/a%2Fb/versions?limit=5', 'PATCH /v1/content/a%2Fb']);
    expect(platform.heard[1]).toMatchObject({
      body: '{"revision":1,"title":"New"}',
      headers: { authorization: 'Bearer sc_key', 'if-match': '"1"', 'x-correlation-id': 'mine', 'content-type': 'application/json' },
    });
  });

  it('is not sent where a field of its path is missing', async () => {
    platform.play(done);
    await expect(sc.content.get({} as never)).rejects.toThrow('content_id is missing');
    expect(platform.lines).toEqual([]);
  });

  it('answers with the head of the answer where that is wanted, also where nothing changed', async () => {
    platform.play(json({ id: 'c1' }, 200, { etag: '"7"', 'x-correlation-id': 'c-9' }), json(null, 304, { etag: '"7"' }));
    const first = await sc.request('content.content.get', { content_id });
    expect(first).toMatchObject({ body: { id: 'c1' }, etag: '"7"', correlationId: 'c-9', status: 200 });
    const again = await sc.request('content.content.get', { content_id }, { ifNoneMatch: '"7"' });
    expect([again.status, again.body, platform.said('if-none-match')[1]]).toEqual([304, null, '"7"']);
  });

  it('knows the code of a refusal that says no more than its detail', async () => {
    const head = { 'x-error-code': 'CAMPAIGNS_STRATEGY_NOT_FOUND', 'x-correlation-id': 'c-2' };
    platform.play(
      json({ detail: 'There is no such strategy' }, 404, head),
      json({ detail: [{ loc: ['path', 'id'], msg: 'No UUID' }] }, 422, { 'x-error-code': 'PLATFORM_INPUT_INVALID' }),
    );
    const failure = await failureOf(ApiError, () => sc.account.get());
    expect(failure).toMatchObject({ code: 'CAMPAIGNS_STRATEGY_NOT_FOUND', correlationId: 'c-2', isRetryable: false });
    expect((await failureOf(ApiError, () => sc.account.get())).message).toBe(
      '422 PLATFORM_INPUT_INVALID [{"loc":["path","id"],"msg":"No UUID"}]',
    );
  });

  it('that a proxy refuses in JSON of its own may have been carried out', async () => {
    for (const own of [{ detail: 'Bad gateway' }, { code: 502 }]) {
      platform.play(json(own, 502));
      const failure = await failureOf(ApiError, () => sc.content.create(draft, { retries: 0 }));
      expect(failure).toMatchObject({ problem: null, code: '', isPossiblyApplied: true });
    }
  });

  it('is not sent with an Idempotency-Key that its operation does not take', async () => {
    platform.play(done);
    await failureOf(TypeError, () => sc.content.update({ content_id, revision: 1, title: 'New' }, { idempotencyKey: 'mine' }));
    expect(platform.lines).toEqual([]);
  });

  it('follows no redirect with its key', async () => {
    platform.play(json({}, 307, { location: '/elsewhere' }));
    expect(await failureOf(ApiError, () => sc.account.get())).toMatchObject({ status: 307, code: '' });
    expect(platform.lines).toEqual(['GET /v1/me']);
  });
});

describe('another try', () => {
  it('is made where the platform says that it helps, under one Idempotency-Key', async () => {
    platform.play(away, refusal(429, 'GATEWAY_RATE_LIMITED', { is_retryable: true }, { 'retry-after': '0' }), done);
    expect(await sc.content.create(draft)).toEqual({ id: 'c1' });
    const keys = platform.said('idempotency-key');
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    await sc.content.create(draft, { idempotencyKey: 'mine' });
    expect(platform.said('idempotency-key').slice(3)).toEqual(['mine']);
  });

  it('is made after a lost answer where a repeat does no harm', async () => {
    platform.play(lost, done);
    expect(await sc.content.create(draft)).toEqual({ id: 'c1' });
    platform.play(lost, json({ items: [] }));
    expect(await sc.content.list()).toEqual({ items: [] });
  });

  it('is never made of what may have been done', async () => {
    platform.play(lost, done);
    const input = { company_name: 'Acme', email: 'a@acme.example', password: 'correct horse battery' };
    const failure = await failureOf(ConnectionError, () => sc.company.signUp(input));
    expect(failure).toMatchObject({ reason: 'lost', isPossiblyApplied: true });
    platform.play(refusal(504, 'PLATFORM_DEADLINE_EXCEEDED'), done);
    expect(await failureOf(ApiError, () => sc.company.signUp(input))).toMatchObject({ isRetryable: false, isPossiblyApplied: true });
    platform.play((response) => void response.writeHead(502).end('<html>'), done);
    expect(await failureOf(ApiError, () => sc.company.signUp(input))).toMatchObject({ code: '', isPossiblyApplied: true });
    expect(platform.lines).toHaveLength(1);
  });

  it('says of a refusal that an earlier try may have been carried out', async () => {
    platform.play(lost, refusal(404, 'CONTENT_NOT_FOUND'));
    expect(await failureOf(ApiError, () => sc.content.delete({ content_id }))).toMatchObject({ status: 404, isPossiblyApplied: true });
    platform.play(refusal(404, 'CONTENT_NOT_FOUND'));
    const failure = await failureOf(ApiError, () => sc.content.delete({ content_id }));
    expect(failure).toMatchObject({
      isPossiblyApplied: false,
      correlationId: 'c-1',
      message: '404 CONTENT_NOT_FOUND what CONTENT_NOT_FOUND means',
    });
    expect(platform.lines).toHaveLength(1);
  });

  it('ends after so many, and where it would be waited for too long', async () => {
    platform.play(away);
    await failureOf(ApiError, () => sc.account.get({}, { retries: 1 }));
    expect(platform.lines).toHaveLength(2);
    platform.play(refusal(503, 'PLATFORM_SERVICE_UNAVAILABLE', { is_retryable: true }, { 'retry-after': '3600' }));
    await failureOf(ApiError, () => sc.account.get());
    expect(platform.lines).toHaveLength(1);
  });

  it('is made of anything where nobody listens: nothing was sent', async () => {
    const tries: string[] = [];
    const counting: typeof fetch = (...given) => {
      tries.push(String(given[0]));
      return fetch(...given);
    };
    const nobody = smartContent({ baseUrl: 'http://127.0.0.1:9', retries: 1, fetch: counting });
    const failure = await failureOf(ConnectionError, () => nobody.session.logIn({ email: 'a@b.example', password: 'p' }));
    expect(failure).toMatchObject({ reason: 'refused', isPossiblyApplied: false, message: 'no platform answers at http://127.0.0.1:9' });
    expect(tries).toHaveLength(2);
  });
});

describe('a call that ends before its answer', () => {
  it('ends with the reason of its signal, without another try', async () => {
    const controller = new AbortController();
    platform.play(() => controller.abort(new Error('changed my mind')));
    await expect(sc.account.get({}, { signal: controller.signal })).rejects.toThrow('changed my mind');
    await expect(sc.account.get({}, { signal: controller.signal })).rejects.toThrow('changed my mind');
    expect(platform.lines).toHaveLength(1);
  });

  it('ends in time, also in the middle of an answer', async () => {
    platform.play(silent, (response) => void response.writeHead(200).write('{"id":'));
    const failure = await failureOf(ConnectionError, () => sc.account.get({}, { timeoutMs: 50, retries: 1 }));
    expect(failure).toMatchObject({ reason: 'timed-out' });
    expect(platform.lines).toHaveLength(2);
  });

  it('does not take what a stranger answers for an answer', async () => {
    platform.play((response) => void response.writeHead(200).end('<html>'));
    expect(await failureOf(ConnectionError, () => sc.account.get())).toMatchObject({ reason: 'foreign' });
  });
});
