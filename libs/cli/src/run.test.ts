import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Output } from './line.js';
import { run } from './run.js';

let server: Server;
let url: string;
let seen: { method?: string; path?: string; key?: string; body?: string };
let printed: string;
let complained: string;
const output: Output = {
  out: (text) => {
    printed += text;
  },
  err: (text) => {
    complained += text;
  },
};

/** By the id of the content that is asked for. */
const REFUSALS: Readonly<Record<string, { status: number; code: string; [field: string]: unknown }>> = {
  away: { status: 503, code: 'PLATFORM_SERVICE_UNAVAILABLE', data: { retry_after_seconds: 2 } },
  doubtful: { status: 504, code: 'PLATFORM_DEADLINE_EXCEEDED', is_retryable: false },
  forbidden: { status: 403, code: 'PLATFORM_SCOPE_MISSING', data: { scope: 'content:read' } },
  operators: { status: 403, code: 'PLATFORM_SCOPE_MISSING', data: { scope: 'operator' } },
  unknown: { status: 401, code: 'GATEWAY_CREDENTIAL_INVALID', data: {} },
  wrong: { status: 422, code: 'PLATFORM_INPUT_INVALID', data: { errors: [{ path: 'title', message: 'Too long' }] } },
  broken: { status: 500, code: 'PLATFORM_INTERNAL', data: {}, correlation_id: 'c-1' },
};

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    seen = { method: request.method, path: request.url, key: request.headers.authorization, body };
    const refusal = REFUSALS[/content\/(\w+)$/.exec(request.url ?? '')?.[1] ?? ''];
    if (refusal) return response.writeHead(refusal.status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(refusal));
    const isMissing = request.url?.includes('missing') ?? false;
    if (request.url?.startsWith('/v1/audit/export')) {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' }).write('{"n":1}\n{"n":');
      if (request.url.includes('steering')) return response.end('"a\u009b31m"}\n');
      if (request.url.includes('broken')) return setImmediate(() => response.destroy());
      return response.end('2}\n');
    }
    if (request.url?.includes('proxy')) return response.writeHead(502).end('<html>');
    response.writeHead(isMissing ? 404 : 200, { 'content-type': isMissing ? 'application/problem+json' : 'application/json' });
    const found = request.url?.includes('steering') ? { text: 'a\u009b31m' } : { ok: true };
    response.end(JSON.stringify(isMissing ? { code: 'CONTENT_NOT_FOUND', detail: 'There is no such content' } : found));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  seen = {};
  printed = '';
  complained = '';
});

const ask = (...words: string[]) => run([...words, '--url', url, '--key', 'k'], output);

describe('the command line', () => {
  it('sends a body with text as text and everything else as JSON', async () => {
    expect(await ask('content', 'create', '--content_type', 'blog_post', '--title', '123', '--metadata', '{"a":1}', '--json')).toBe(0);
    expect(seen).toMatchObject({ method: 'POST', path: '/v1/content', key: 'Bearer k' });
    expect(JSON.parse(seen.body as string)).toEqual({ content_type: 'blog_post', title: '123', metadata: { a: 1 } });
    expect(JSON.parse(printed)).toEqual({ ok: true });
  });

  it('lets nothing that was stored steer the terminal, and prints the same values still', async () => {
    expect(await ask('content', 'get', '--content_id', 'steering')).toBe(0);
    expect(printed).toBe('text  a 31m');
    printed = '';
    expect(await ask('content', 'get', '--content_id', 'steering', '--json')).toBe(0);
    expect(printed).not.toContain('\u009b');
    expect(JSON.parse(printed)).toEqual({ text: 'a\u009b31m' });
    printed = '';
    expect(await ask('audit', 'export', '--correlation_id', 'steering')).toBe(0);
    expect(printed).not.toContain('\u009b');
    expect(JSON.parse(printed.slice('{"n":1}'.length))).toEqual({ n: 'a\u009b31m' });
  });

  it('puts path fields into the path and the rest of a GET into the query', async () => {
    await ask('version', 'list', '--content_id', 'a b', '--limit=5');
    expect(seen.path).toBe('/v1/content/a%20b/versions?limit=5');
  });

  it('tells what the platform refused, with exit code 1', async () => {
    expect(await ask('content', 'get', '--content_id', 'missing')).toBe(1);
    expect(complained).toBe('smartcontent: 404 CONTENT_NOT_FOUND There is no such content');
  });

  it.each([
    ['away', 'try again in 2 s'],
    ['doubtful', 'it may have been carried out'],
    ['forbidden', 'it needs the scope content:read'],
    ['operators', 'SMARTCONTENT_OPERATOR_KEY'],
    ['unknown', 'sent was the key of --key'],
    ['wrong', 'title: Too long'],
    ['broken', 'the logs have it under c-1'],
  ])('says what helps where the platform refuses: %s', async (id, help) => {
    expect(await ask('content', 'get', '--content_id', id)).toBe(1);
    expect(complained).toContain(help);
  });

  it.each([
    [['content', 'get', '--content_id', '--url'], '--content_id needs a value'],
    [['content', 'explode'], 'there is no command "content explode"; smartcontent help content lists them'],
    [['campaign'], 'there is no command "campaign"; smartcontent help campaign lists them'],
    [['nonsense'], 'there is no command "nonsense"; smartcontent help lists them'],
    [['content', 'get'], 'content get needs --content_id'],
    [['content', 'create', '--content_type', 'blog_post', '--colour', 'red'], 'content create has no option --colour'],
    [['content', 'create', '--content_type', 'blog_post', '--metadata', '{'], '--metadata must be JSON'],
    [['events', 'send'], 'events send needs a file'],
    [['events', 'send', '/no/such/file'], 'cannot read /no/such/file'],
    [['content', 'create', '--content_type', 'blog_post', '--content_text', '@/no/such/file'], 'cannot read /no/such/file'],
  ])('does not send %j', async (words, complaint) => {
    expect(await ask(...words)).toBe(2);
    expect(complained).toContain(complaint);
    expect(seen).toEqual({});
  });

  it('says which version it is', async () => {
    expect(await run(['--version'], output)).toBe(0);
    expect(printed.trim()).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('says so where something else answers', async () => {
    expect(await ask('content', 'get', '--content_id', 'a-page-of-a-proxy')).toBe(1);
    expect(complained).toBe('smartcontent: 502 what answers is no platform: <html>');
  });

  it('says so where something else answers 200, without a stack', async () => {
    expect(await ask('whoami')).toBe(1);
    expect(complained).toBe(`smartcontent: what answers at ${url} is no platform`);
  });

  it('says so where no platform answers', async () => {
    expect(await run(['account', 'get', '--url', 'http://127.0.0.1:9', '--key', 'k'], output)).toBe(1);
    expect(complained).toContain('no platform answers');
  });

  it('helps: every command in the list, every field of one command', async () => {
    await run(['help'], output);
    expect(printed).toContain('post schedule');
    printed = '';
    await ask('content', 'create', '--help');
    expect(printed).toContain('--content_type');
  });

  it('hands a download on line by line, and does not take half of one for the whole', async () => {
    expect(await ask('audit', 'export', '--service', 'content', '--operation', 'update')).toBe(0);
    expect(seen).toMatchObject({ method: 'GET', path: '/v1/audit/export?service=content&operation=update', key: 'Bearer k' });
    expect(printed.replaceAll('\n', '')).toBe('{"n":1}{"n":2}');
    expect(await ask('audit', 'export', '--correlation_id', 'broken')).toBe(1);
    expect(complained).toContain('not the whole');
    expect(await ask('audit', 'export', '--cursor', 'c')).toBe(2);
  });
});
