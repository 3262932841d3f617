import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeKey, makeToken, problemOf, type RunningEdge, startEdge } from './edge.js';

const ECHO = '/v1/echoes/0192f0c1-7a00-7000-8000-000000000004';
const stack = useStack({ services: ['gateway'] });
const { key, actor } = makeKey();
let edge: RunningEdge;
beforeAll(async () => {
  edge = await startEdge(stack);
});
afterAll(() => edge[Symbol.asyncDispose]());

const post = (body: string | Uint8Array<ArrayBuffer> | ReadableStream, headers: Record<string, string> = {}, path = ECHO) =>
  edge.ask(path, {
    method: 'POST',
    token: key,
    body,
    headers: { 'content-type': 'application/json', ...headers },
    ...({ duplex: 'half' } as object),
  });

async function refusal(asked: Promise<Response>): Promise<[status: number, code: string, errors?: unknown]> {
  const problem = await problemOf(await asked);
  return problem.data.errors ? [problem.status, problem.code, problem.data.errors] : [problem.status, problem.code];
}

describe('a good request', () => {
  test('reaches its service with path, query and caller as one input', async () => {
    const response = await edge.ask(`${ECHO}?limit=5`, { token: key });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ input: { echo_id: ECHO.slice(11), limit: 5 }, actor });
  });

  test('takes path and body as one input and answers with the status of its face', async () => {
    const response = await post('{"note":"hello","metadata":{"__proto__":{"isAdmin":true},"a":1}}');
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ input: { echo_id: ECHO.slice(11), note: 'hello', metadata: { a: 1 } } });
  });

  test('may end with a slash, may be a HEAD, and may be answered by nothing', async () => {
    expect((await edge.ask(`${ECHO}/`, { token: key })).status).toBe(200);
    const head = await edge.ask(ECHO, { method: 'HEAD', token: key });
    expect([head.status, await head.text(), Number(head.headers.get('content-length')) > 0]).toEqual([200, '', true]);
    const dropped = await edge.ask(ECHO, { method: 'DELETE', token: key });
    expect([dropped.status, await dropped.text()]).toEqual([204, '']);
  });

  test('needs no credential where its face asks for none; the gateway then speaks for itself', async () => {
    const response = await post('{"note":"hello"}', { 'idempotency-key': 'not looked at: é'.slice(0, 14) }, '/v1/open');
    expect(await response.json()).toMatchObject({ actor: { kind: 'service', service: 'gateway', company_id: null }, idempotency: null });
  });

  test('keeps a sane correlation id and trace, and gets new ones for others', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const kept = await edge.ask(ECHO, { token: key, headers: { 'x-correlation-id': 'order-17/a', traceparent } });
    expect(kept.headers.get('x-correlation-id')).toBe('order-17/a');
    expect(await kept.json()).toMatchObject({ correlation_id: 'order-17/a', traceparent });
    for (const bad of ['a b', 'x'.repeat(129), '<script>']) {
      const made = await edge.ask(ECHO, { token: key, headers: { 'x-correlation-id': bad, traceparent: '00-zz' } });
      expect(made.headers.get('x-correlation-id')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
      expect(await made.json()).toMatchObject({ traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/) });
    }
  });
});

describe('a list', () => {
  const list = async (query: string) => {
    const response = await edge.ask(`/v1/echoes${query}`, { token: key });
    return { status: response.status, link: response.headers.get('link'), body: await response.json() };
  };

  test('leads from page to page by its Link alone, with what the request asked for, and says which is the last', async () => {
    const found: unknown[] = [];
    let path: string | undefined = '/v1/echoes?limit=2&note=a%3E%3B%20b';
    while (path !== undefined) {
      const response = await edge.ask(path, { token: key });
      const { items } = (await response.json()) as { items: unknown[] };
      found.push(...items);
      expect(response.headers.get('link')).toMatch(/<\/v1\/echoes\?limit=2&note=a%3E%3B\+b>; rel="first"$/);
      path = /^<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
    }
    expect(found).toEqual([0, 1, 2].map((line) => ({ line, text: `line ${line}`, note: 'a>; b' })));
  });

  test('answers the wanted fields of its items alone, in the order in which they were asked for', async () => {
    const { body, link } = await list('?limit=1&fields=text,line');
    expect(JSON.stringify(body)).toBe('{"items":[{"text":"line 0","line":0}],"next_cursor":"1"}');
    expect(link).toContain('</v1/echoes?limit=1&fields=text%2Cline&cursor=1>; rel="next"');
    // What an item does not have is not made up.
    expect((await list('?limit=1&fields=note')).body).toEqual({ items: [{}], next_cursor: '1' });
  });

  test('that is one thing answers its wanted fields', async () => {
    const response = await edge.ask(`${ECHO}?fields=correlation_id`, { token: key, headers: { 'x-correlation-id': 'c-9' } });
    expect(await response.json()).toEqual({ correlation_id: 'c-9' });
    expect(response.headers.get('link')).toBeNull();
  });

  test.each(['', 'line,', 'line,nonsense', 'items', '__proto__', 'line&fields=text', 'line,,text'])('refuses fields=%s', async (wanted) => {
    const [status, code, errors] = await refusal(edge.ask(`/v1/echoes?fields=${wanted}`, { token: key }));
    expect([status, code, errors]).toEqual([422, 'PLATFORM_INPUT_INVALID', [{ path: 'fields', message: expect.any(String) }]]);
  });
});

describe('an Idempotency-Key', () => {
  test('travels with a hash of method, path and body, whatever the order of the keys', async () => {
    const ask = async (body: string, path = ECHO) => {
      const answer = (await (await post(body, { 'idempotency-key': 'k1' }, path)).json()) as { idempotency: { requestHash: string } };
      return answer.idempotency;
    };
    const first = await ask('{"note":"a","metadata":{"x":1,"y":2}}');
    expect(first).toEqual({ key: 'k1', requestHash: expect.stringMatching(/^[0-9a-f]{64}$/), isSecretAnswer: false });
    expect(await ask('{ "metadata": {"y":2,"x":1}, "note":"a"}', `${ECHO}/`)).toEqual(first);
    expect(await ask('{"note":"b"}')).not.toEqual(first);
    expect(await ask('{"note":"a","metadata":{"x":1,"y":2}}', ECHO.replace('4', '5'))).not.toEqual(first);
  });

  test.each(['', 'two words', 'x'.repeat(256)])('that is %j is refused', async (bad) => {
    expect(await refusal(post('{"note":"a"}', { 'idempotency-key': bad }))).toEqual([400, 'GATEWAY_IDEMPOTENCY_KEY_INVALID']);
  });
});

describe('a bad body', () => {
  const deep = (levels: number) => `{"note":"a","metadata":{"deep":${'['.repeat(levels - 2)}${']'.repeat(levels - 2)}}}`;

  test.each([
    ['not JSON', '{"note":'],
    ['not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['two documents', '{"note":"a"}{"note":"b"}'],
  ])('that is %s is refused', async (_name, body) => {
    expect(await refusal(post(body))).toEqual([400, 'GATEWAY_BODY_NOT_JSON']);
  });

  test('may be 64 levels deep, not 65, and not half a million', async () => {
    expect((await post(deep(64))).status).toBe(201);
    expect(await refusal(post(deep(65)))).toEqual([400, 'GATEWAY_BODY_TOO_DEEP']);
    expect(await refusal(post('['.repeat(500_000)))).toEqual([400, 'GATEWAY_BODY_TOO_DEEP']);
  });

  test.each(['text/plain', 'application/x-ndjson', 'application/xml'])('of type %s is refused', async (type) => {
    expect(await refusal(post('{"note":"a"}', { 'content-type': type }))).toEqual([415, 'GATEWAY_MEDIA_TYPE_UNSUPPORTED']);
  });

  test('that is compressed is refused', async () => {
    expect(await refusal(post('{"note":"a"}', { 'content-encoding': 'gzip' }))).toEqual([415, 'GATEWAY_MEDIA_TYPE_UNSUPPORTED']);
  });

  test('over the limit of its face is refused, with and without a length', async () => {
    const tooLarge = JSON.stringify({ note: 'x'.repeat(800 * 1024) });
    expect(await refusal(post(tooLarge))).toEqual([413, 'GATEWAY_BODY_TOO_LARGE']);
    const chunked = new ReadableStream({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode(tooLarge));
        controller.close();
      },
    });
    expect(await refusal(post(chunked))).toEqual([413, 'GATEWAY_BODY_TOO_LARGE']);
  });
});

describe('a bad input', () => {
  test.each([
    ['wrong type', '{"note":5}', [{ path: 'note', message: expect.stringContaining('string') }]],
    ['unknown field', '{"note":"a","company_id":"c"}', [{ path: 'company_id', message: 'is not known here' }]],
    ['field of the path', `{"note":"a","echo_id":"${ECHO.slice(11)}"}`, [{ path: 'echo_id', message: expect.stringContaining('path') }]],
    ['no object', '[1]', [{ path: '', message: expect.stringContaining('object') }]],
    ['nothing', '', [{ path: 'note', message: 'is required' }]],
    ['a key that is __proto__', '{"note":"a","__proto__":{"x":1}}', [{ path: '__proto__', message: 'is not known here' }]],
  ])('is told by its place: %s', async (_name, body, errors) => {
    expect(await refusal(post(body))).toEqual([422, 'PLATFORM_INPUT_INVALID', errors]);
  });

  test.each([
    ['?limit=500', 'limit'],
    ['?limit=1&limit=2', 'limit'],
    ['?nonsense=1', 'nonsense'],
    ['?__proto__=1', '__proto__'],
  ])('in a query is told too: %s', async (query, path) => {
    const [status, code, errors] = await refusal(edge.ask(`${ECHO}${query}`, { token: key }));
    expect([status, code, (errors as { path: string }[])[0]?.path]).toEqual([422, 'PLATFORM_INPUT_INVALID', path]);
  });

  test('a query on a route that takes a body is refused', async () => {
    const [status, code, errors] = await refusal(post('{"note":"a"}', {}, `${ECHO}?dry_run=1`));
    expect([status, code, errors]).toEqual([422, 'PLATFORM_INPUT_INVALID', [{ path: 'dry_run', message: expect.any(String) }]]);
  });

  test('an id that is none is refused at the edge', async () => {
    const [status, code, errors] = await refusal(edge.ask('/v1/echoes/abc', { token: key }));
    expect([status, code, (errors as { path: string }[])[0]?.path]).toEqual([422, 'PLATFORM_INPUT_INVALID', 'echo_id']);
  });
});

describe('a wrong address', () => {
  test('is 404 where there is no route, known caller or not', async () => {
    expect(await refusal(edge.ask('/v1/nonsense', { token: key }))).toEqual([404, 'GATEWAY_ROUTE_NOT_FOUND']);
    expect(await refusal(edge.ask(`/v1/echoes/${'x'.repeat(300)}`, { token: key }))).toEqual([404, 'GATEWAY_ROUTE_NOT_FOUND']);
    expect(await refusal(edge.ask('/v1/nonsense', { method: 'POST', body: 'x' }))).toEqual([404, 'GATEWAY_ROUTE_NOT_FOUND']);
  });

  test('is 405 with Allow where the route has other methods', async () => {
    const response = await edge.ask(ECHO, { method: 'PUT', token: key, body: '{}' });
    expect(response.headers.get('allow')?.split(', ').sort()).toEqual(['DELETE', 'GET', 'HEAD', 'POST']);
    expect(await refusal(Promise.resolve(response))).toEqual([405, 'GATEWAY_METHOD_NOT_ALLOWED']);
    expect(await refusal(edge.ask('/', { method: 'POST' }))).toEqual([405, 'GATEWAY_METHOD_NOT_ALLOWED']);
  });

  test('is 400 where it cannot be read, in a URL and in the protocol', async () => {
    const response = await edge.ask('/v1/%zz', { token: key });
    expect(response.headers.get('ratelimit-limit')).toBeTruthy();
    expect(await refusal(Promise.resolve(response))).toEqual([400, 'GATEWAY_REQUEST_MALFORMED']);
    const socket = connect(Number(new URL(edge.url).port), '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nhost: x\r\nbroken header\r\n\r\n');
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 400 .*application\/problem\+json.*GATEWAY_REQUEST_MALFORMED/s);
  });
});

describe('a refusal of the service', () => {
  test('keeps its code and its data, and says where it happened', async () => {
    const response = await post('{"note":"a","fail":"stale"}', { 'x-correlation-id': 'c-1' });
    expect(await problemOf(response)).toEqual({
      type: 'urn:smartcontent:error:CONTENT_REVISION_STALE',
      title: 'The content was changed by somebody else',
      status: 409,
      detail: 'The content was changed by somebody else',
      instance: ECHO,
      code: 'CONTENT_REVISION_STALE',
      is_retryable: false,
      correlation_id: 'c-1',
      data: { revision: 7 },
    });
  });

  test('that nobody foresaw does not leave the house', async () => {
    const response = await post('{"note":"a","fail":"bug"}');
    const body = await response.text();
    expect([response.status, body.includes('hunter2'), body.includes('PLATFORM_INTERNAL')]).toEqual([500, false, true]);
  });

  test('of a service that is away is 503 and says when to come back', async () => {
    const response = await edge.ask('/v1/lost', { token: key });
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await problemOf(response)).toMatchObject({
      status: 503,
      code: 'PLATFORM_SERVICE_UNAVAILABLE',
      is_retryable: true,
      data: { service: 'scheduling', retry_after_seconds: 1 },
    });
  });
});

test('every answer carries the budget, the correlation id and the security headers, refusals too', async () => {
  const token = await makeToken(stack);
  const asked = [
    edge.ask(ECHO, { token }),
    edge.ask('/'),
    edge.ask('/nowhere'),
    edge.ask(ECHO),
    edge.ask(ECHO, { method: 'PUT' }),
    edge.ask('/livez'),
  ];
  for (const { headers } of await Promise.all(asked)) {
    for (const name of ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'ratelimit', 'ratelimit-policy', 'x-correlation-id']) {
      expect([name, headers.get(name)]).toEqual([name, expect.any(String)]);
    }
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  }
});

describe('a face whose errors are details', () => {
  const PLAIN = '/v1/detail-echoes/0192f0c1-7a00-7000-8000-000000000004';
  const put = async (body: string, path = PLAIN) => {
    const response = await edge.ask(path, { method: 'PUT', token: key, body, headers: { 'content-type': 'application/json' } });
    const { headers } = response;
    return { status: response.status, type: headers.get('content-type'), code: headers.get('x-error-code'), body: await response.json() };
  };
  const JSON_TYPE = 'application/json; charset=utf-8';

  test('says what was not found in words, its code in a header', async () => {
    const refused = await put('{"notes":["gone"]}');
    expect(refused).toEqual({ status: 404, type: JSON_TYPE, code: 'CONTENT_NOT_FOUND', body: { detail: 'There is no such content' } });
  });

  test('names the place of each error of the input: path, query or body', async () => {
    const invalid = (loc: (string | number)[], type = 'invalid_type') => ({ loc, type, msg: expect.any(String) });
    const refused = async (body: string, path?: string) => {
      const { status, type, code, body: told } = await put(body, path);
      expect([status, type, code]).toEqual([422, JSON_TYPE, 'PLATFORM_INPUT_INVALID']);
      return (told as { detail: object[] }).detail;
    };
    expect(await refused('{"notes":["a",1],"extra":true}')).toEqual([
      invalid(['body', 'notes', 1]),
      invalid(['body', 'extra'], 'unrecognized_keys'),
    ]);
    const many = await refused(JSON.stringify(Object.fromEntries(Array.from({ length: 5_000 }, (_, key) => [`unknown_${key}`, 1]))));
    expect([many.length, JSON.stringify(many).length < 20_000]).toEqual([100, true]);
    expect(await refused('{}', PLAIN.slice(0, -1))).toEqual([invalid(['path', 'echo_id'], 'invalid_format')]);
    expect(await refused('[]')).toEqual([invalid(['body'])]);
    expect(await refused('{}', `${PLAIN}?a=1`)).toEqual([invalid(['query', 'a'], 'value_error')]);
    const list = await edge.ask('/v1/detail-echoes?limit=11', { token: key });
    expect(await list.json()).toEqual({ detail: [invalid(['query', 'limit'], 'too_big')] });
  });

  test('gives a refusal that names no field a place of its own', async () => {
    const { status, body } = await put('{"notes":["empty"]}');
    expect([status, body]).toEqual([422, { detail: [{ loc: ['body'], msg: expect.any(String), type: 'content_empty' }] }]);
  });

  test('tells every other refusal as a problem', async () => {
    expect(await put('{"notes":["stale"]}')).toMatchObject({ status: 409, code: null, body: { code: 'CONTENT_REVISION_STALE' } });
    expect(await refusal(edge.ask(PLAIN, { method: 'PUT' }))).toEqual([401, 'GATEWAY_CREDENTIAL_MISSING']);
    expect(await put('{')).toMatchObject({
      status: 400,
      type: expect.stringMatching(/^application\/problem/),
      body: { code: 'GATEWAY_BODY_NOT_JSON' },
    });
  });

  test('may tell a list as an array', async () => {
    const response = await edge.ask('/v1/detail-echoes?limit=2', { token: key });
    expect(await response.json()).toEqual([{ line: 0 }, { line: 1 }]);
    expect(response.headers.get('link')).toContain('</v1/detail-echoes?limit=2&cursor=2>; rel="next"');
  });
});
