import { conditionalWrites, REQUESTS } from '@smartcontent/contracts';
import { describe, expect, test } from 'vitest';
import { usePlatform } from '../journeys/platform.js';
import { Callers } from './callers.js';
import { Company, type FuzzedPlatform } from './company.js';
import { PROVED_ELSEWHERE, tryTags } from './entity-tags.js';
import { plantDeadLetter } from './plant-dead-letter.js';
import { runFuzz } from './run-fuzz.js';

const OPERATOR_KEY = `sc_operator_${'f'.repeat(43)}`;
const SECONDS = 20;
const platform = usePlatform(() => ({ gateway: { OPERATOR_KEY, TRUSTED_PROXIES: '127.0.0.1' } }));

const fuzzed = (): FuzzedPlatform => {
  const { url, sandboxUrl } = platform;
  return { url, sandboxUrl, operatorKey: OPERATOR_KEY, plantDeadLetter: (...of) => plantDeadLetter(platform.stack.nats, ...of) };
};

test('every route withstands what it must, and answers as its document says', { timeout: 120_000 }, async () => {
  const { url } = platform;
  const callers = new Callers(fuzzed());
  const result = await runFuzz({ url, callers, requests: Number.POSITIVE_INFINITY, seconds: SECONDS, seed: 1 });
  expect(result.findings).toEqual([]);
  expect(result.requests).toBeGreaterThan(result.routes);
  expect(result.byStatus[200]).toBeGreaterThan(0);
});

describe('If-Match', () => {
  let company: Promise<Company> | undefined;

  test('and If-None-Match compare what a GET was answered with', async () => {
    company ??= Company.signUp(fuzzed());
    const { token } = await company;
    const ask = (path: string, headers: Record<string, string> = {}, method = 'GET', body?: object) =>
      fetch(platform.url + path, {
        method,
        headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }), ...headers },
        ...(body && { body: JSON.stringify(body) }),
      });
    const created = await ask('/v1/content', {}, 'POST', { content_type: 'blog_post', title: 'Tags' });
    const { id } = (await created.json()) as { id: string };
    const path = `/v1/content/${id}`;
    const tag = (await ask(path)).headers.get('etag') ?? '';
    expect(tag).toMatch(/^"[!-~]+"$/);
    for (const known of [tag, `"other", W/${tag}`, '*']) {
      const unchanged = await ask(path, { 'if-none-match': known });
      expect([unchanged.status, await unchanged.text(), unchanged.headers.get('etag')]).toEqual([304, '', tag]);
    }
    expect((await ask(path, { 'if-none-match': '"other"' })).status).toBe(200);
    expect((await ask(`${path}?fields=id`)).headers.get('etag')).toBeNull();
    const change = (headers: Record<string, string>, body: object = { title: 'Other' }) => ask(path, headers, 'PATCH', body);
    expect((await change({})).status).toBe(428);
    expect((await change({ 'if-match': `W/${tag}` })).status).toBe(412);
    for (const malformed of ['tag', '"a', '', '"a" "b"']) expect((await change({ 'if-match': malformed })).status).toBe(422);
    const changed = await change({ 'if-match': tag });
    expect([changed.status, changed.headers.get('etag') === tag]).toEqual([200, false]);
    const late = await change({ 'if-match': tag });
    expect([late.status, await late.json()]).toMatchObject([412, { data: { current: [changed.headers.get('etag')] } }]);
    expect((await ask('/v1/content', { 'if-match': tag }, 'POST', { content_type: 'blog_post' })).status).toBe(422);
    const gone = await ask(`/v1/content/${id.slice(0, -4)}0000`, { 'if-match': '*' }, 'PATCH', { title: 'None' });
    expect(gone.status).toBe(404);
  });

  const writes = [...conditionalWrites(REQUESTS)].map((write) => [`${write.http?.method} ${write.http?.path}`, write] as const);
  test.each(writes.filter(([name]) => !PROVED_ELSEWHERE.has(name)))('keeps a stale writer out of %s', async (_name, write) => {
    company ??= Company.signUp(fuzzed());
    const tried = await tryTags(await company, write);
    expect(tried).toMatchObject({ stale: 412, code: 'PLATFORM_PRECONDITION_FAILED', isUnchanged: true });
    expect([200, 201, 202, 204]).toContain(tried.present);
    expect(tried.told === null || tried.after === null || tried.told === tried.after).toBe(true);
  });
});
