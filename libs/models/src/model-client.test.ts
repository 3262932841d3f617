import { describe, expect, it } from 'vitest';
import { anthropic, clientAt, clientMeeting, events, failureOfCall, KEY, openAi } from './answers.fixture.js';

const CALL = { model: 'm', system: 'You write.', prompt: 'Write of bees.', maxOutputTokens: 100 };
const SCHEMA = { type: 'object', properties: { title: { type: 'string' } } };
const reset = () => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  () =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

describe('a text of a server that speaks as OpenAI does', () => {
  const whole = () =>
    events([
      openAi.text('Bees '),
      openAi.text('hum.'),
      openAi.end(),
      openAi.usage({
        prompt_tokens: 20,
        completion_tokens: 9,
        prompt_tokens_details: { cached_tokens: 5 },
        completion_tokens_details: { reasoning_tokens: 4 },
      }),
      '[DONE]',
    ]);

  it('comes piece by piece and as a whole, with its usage per type of token', async () => {
    const { client, asked } = clientMeeting('openai', whole);
    const pieces: string[] = [];
    const generated = await client.generate({ ...CALL, temperature: 0.5, onText: (text) => pieces.push(text) });
    expect(pieces).toEqual(['Bees ', 'hum.']);
    expect(generated).toMatchObject({
      text: 'Bees hum.',
      usage: { input: 15, output: 9, cacheRead: 5, cacheWrite: null, reasoning: 4 },
      finishReason: 'stop',
      statusCode: 200,
      endpoint: '/v1/chat/completions',
      method: 'POST',
    });
    expect(asked[0]?.headers.get('authorization')).toBe(`Bearer ${KEY}`);
    expect(asked[0]?.body).toMatchObject({ model: 'm', max_tokens: 100, temperature: 0.5, stream_options: { include_usage: true } });
    expect(asked[0]?.body.messages).toEqual([
      { role: 'system', content: 'You write.' },
      { role: 'user', content: 'Write of bees.' },
    ]);
  });

  it('tells no usage where the server tells none', async () => {
    const { client } = clientMeeting('openai', () => events([openAi.text('Bees.'), openAi.end('length')]));
    const generated = await client.generate(CALL);
    expect(generated.finishReason).toBe('length');
    expect(generated.usage).toEqual({ input: null, output: null, cacheRead: null, cacheWrite: null, reasoning: null });
  });

  it('is asked for by the schema, and in words where the server refuses schemas', async () => {
    const refusal = json(400, { error: { message: "'response_format.type' must be text or json_object", type: 'invalid_request_error' } });
    const fenced = () => events([openAi.text('```json\n{"title":'), openAi.text('"Bees"}\n```'), openAi.end()]);
    const { client, asked } = clientMeeting('openai', refusal, fenced);
    expect((await client.generate({ ...CALL, schema: SCHEMA })).text).toBe('{"title":"Bees"}');
    expect(asked[0]?.body.response_format).toMatchObject({ type: 'json_schema', json_schema: { schema: SCHEMA, strict: false } });
    expect(asked[1]?.body).not.toHaveProperty('response_format');
    expect(JSON.stringify(asked[1]?.body.messages)).toContain('JSON Schema');
  });
});

describe('an answer that was asked for in words', () => {
  const refusal = json(400, { error: { message: 'no json_schema', type: 'invalid_request_error' } });
  const answering = (text: string) => clientMeeting('openai', refusal, () => events([openAi.text(text), openAi.end()])).client;

  it.each(['{"a":1}', '```json\n{"a":1}\n```', ' ```\n{"a":1}```\n', '``` json \n{"a":1}\n\n``` '])(
    'is freed from its fence: %j',
    async (text) => {
      expect((await answering(text).generate({ ...CALL, schema: SCHEMA })).text).toBe('{"a":1}');
    },
  );

  it.each(['```', '```json\n```', '```js\n1\n```', '``` ```', '```json\n{"a":1}'])(
    'stays as it is where that is no fence: %j',
    async (text) => {
      expect((await answering(text).generate({ ...CALL, schema: SCHEMA })).text).toBe(text);
    },
  );

  it('takes no longer for a fence that never ends', async () => {
    const startedAt = performance.now();
    await answering(`\`\`\`${'\n'.repeat(100_000)}x`).generate({ ...CALL, schema: SCHEMA });
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('is not asked for where the refusal comes within the answer, which may be billed', async () => {
    const error = { type: 'invalid_request_error', message: 'no json_schema' };
    const { client, asked } = clientMeeting('openai', () => events([{ type: 'error', error }]));
    expect(await failureOfCall(client.generate({ ...CALL, schema: SCHEMA }))).toMatchObject({ reason: 'invalid_request' });
    expect(asked).toHaveLength(1);
  });
});

it('tells of its address the path alone, in no more characters than the books keep', async () => {
  const answers = [() => events([openAi.text('Bees'), openAi.end()]), json(500, {})];
  const { client: far } = clientAt(`https://models.example/${'deep/'.repeat(40)}`, 'openai', ...answers);
  expect((await far.generate(CALL)).endpoint).toBe(`/${'deep/'.repeat(40)}`.slice(0, 100));
  expect((await failureOfCall(far.generate(CALL))).endpoint).toHaveLength(100);
});

it('a message of a provider can be stored, whatever is in it', async () => {
  const { client } = clientMeeting('openai', json(400, { error: { message: `a\0b\ud800${'x'.repeat(494)}😀` } }));
  const { message } = await failureOfCall(client.generate(CALL));
  expect(message).toMatch(/^ab\ufffdx/);
  expect(message.isWellFormed()).toBe(true);
});

it.each([408, 502, 504, 524])('a gateway that gives up waiting for its model with %i tells nothing of what that used', async (status) => {
  const { client } = clientMeeting('openai', json(status, {}));
  const error = await failureOfCall(client.generate(CALL));
  expect(error).toMatchObject({ statusCode: status, isRetryable: true });
  expect(error.usage).toBeUndefined();
});

describe('a text of Anthropic', () => {
  it('comes piece by piece, with what the cache read and wrote', async () => {
    const { client, asked } = clientMeeting('anthropic', () =>
      events([
        anthropic.start({ input_tokens: 11, output_tokens: 1, cache_read_input_tokens: 7, cache_creation_input_tokens: 3 }),
        ...[anthropic.open, anthropic.text('Bees '), anthropic.text('hum.'), anthropic.close],
        ...[anthropic.end({ output_tokens: 9 }), anthropic.stop],
      ]),
    );
    expect(await client.generate(CALL)).toMatchObject({
      text: 'Bees hum.',
      usage: { input: 11, output: 9, cacheRead: 7, cacheWrite: 3, reasoning: null },
      finishReason: 'stop',
      endpoint: '/v1/messages',
    });
    expect(asked[0]?.headers.get('x-api-key')).toBe(KEY);
    expect(asked[0]?.body).toMatchObject({ model: 'm', max_tokens: 100, stream: true });
  });

  it('with a schema is the input of the one tool that the model must call', async () => {
    const { client, asked } = clientMeeting('anthropic', () =>
      events([
        anthropic.start({ input_tokens: 1, output_tokens: 1 }),
        { type: 'content_block_start', index: 0, content_block: { type: 'tool_use', id: 't', name: 'json', input: {} } },
        ...['{"title":', '"Bees"}'].map((partial_json) => ({
          ...{ type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json } },
        })),
        ...[anthropic.close, anthropic.end({ output_tokens: 9 }, 'tool_use'), anthropic.stop],
      ]),
    );
    expect(await client.generate({ ...CALL, schema: SCHEMA })).toMatchObject({ text: '{"title":"Bees"}', finishReason: 'stop' });
    expect(asked[0]?.body).toMatchObject({ tools: [{ name: 'json', input_schema: SCHEMA }] });
  });

  it('is asked for in words where the schema is of no object', async () => {
    const list = { type: 'array', items: { type: 'string' } };
    const { client, asked } = clientMeeting('anthropic', () =>
      events([
        anthropic.start({ input_tokens: 1, output_tokens: 1 }),
        ...[anthropic.open, anthropic.text('["a"]'), anthropic.close, anthropic.end({ output_tokens: 2 }), anthropic.stop],
      ]),
    );
    expect((await client.generate({ ...CALL, schema: list })).text).toBe('["a"]');
    expect(asked[0]?.body).not.toHaveProperty('tools');
    expect(JSON.stringify(asked[0]?.body.system)).toContain('JSON Schema');
  });
});

describe.each(['openai', 'anthropic'] as const)('a call by the protocol of %s that fails', (protocol) => {
  const begun =
    protocol === 'openai'
      ? [openAi.text('Half of ')]
      : [anthropic.start({ input_tokens: 5, output_tokens: 1 }), anthropic.open, anthropic.text('Half of ')];

  it.each([
    [401, {}, { reason: 'auth', isRetryable: false }],
    [403, {}, { reason: 'auth', isRetryable: false }],
    [404, {}, { reason: 'invalid_request', isRetryable: false }],
    [429, { 'retry-after': '7' }, { reason: 'rate_limit', isRetryable: true, retryAfterMs: 7_000 }],
    [429, { 'retry-after-ms': '250' }, { reason: 'rate_limit', isRetryable: true, retryAfterMs: 250 }],
    [500, {}, { reason: 'server', isRetryable: true }],
    [503, { 'retry-after': '1' }, { reason: 'server', isRetryable: true, retryAfterMs: 1_000 }],
    [529, {}, { reason: 'server', isRetryable: true }],
    [302, { location: 'https://elsewhere.example/' }, { reason: 'invalid_request', isRetryable: false }],
  ] as const)('with %i tells why, once', async (statusCode, headers, expected) => {
    const body = { type: 'error', error: { type: 'some_error', message: `no, not with ${KEY}` } };
    const { client, asked } = clientMeeting(protocol, json(statusCode, body, headers));
    const error = await failureOfCall(client.generate(CALL));
    expect(error).toMatchObject({ statusCode, method: 'POST', ...expected });
    expect(error.message).not.toContain(KEY);
    expect(error.usage).toEqual({ input: 0, output: 0, cacheRead: 0, cacheWrite: 0, reasoning: 0 });
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['ended without its end', undefined],
    ['broken off', reset()],
  ])('because the answer was %s says cut, and what had come', async (_how, error) => {
    const { client } = clientMeeting(protocol, () => events(begun, error));
    const failure = await failureOfCall(client.generate(CALL));
    expect(failure).toMatchObject({ reason: 'cut', isRetryable: true, partialText: 'Half of ' });
    expect(failure.usage?.output).toBeNull();
  });

  it('because of silence, a connection that nobody takes, or an address that is refused, tells them apart', async () => {
    const failing =
      (code: string, message = code) =>
      () =>
        Promise.reject(Object.assign(new Error(message), { code }));
    for (const [code, expected] of [
      ['ECONNREFUSED', { reason: 'network', isRetryable: true }],
      ['ENOTFOUND', { reason: 'network', isRetryable: true }],
      ['CERT_HAS_EXPIRED', { reason: 'network', isRetryable: false }],
      ['ADDRESS_REFUSED', { reason: 'network', isRetryable: false }],
      ['UND_ERR_HEADERS_TIMEOUT', { reason: 'timeout', isRetryable: true }],
      ['ECONNRESET', { reason: 'cut', isRetryable: true }],
      ['ANSWER_TOO_LONG', { reason: 'bad_shape', isRetryable: false }],
    ] as const) {
      const { client } = clientMeeting(protocol, failing(code));
      expect(await failureOfCall(client.generate(CALL))).toMatchObject(expected);
    }
  });

  it('because the answer is of another shape, or no stream at all, says so', async () => {
    for (const answer of [
      () => events([...begun, { what: 'is this' }]),
      () => events([...begun, '{"broken":']),
      json(200, { text: 'Bees' }),
    ]) {
      const { client } = clientMeeting(protocol, answer);
      expect(await failureOfCall(client.generate(CALL))).toMatchObject({ reason: 'bad_shape', isRetryable: true });
    }
  });

  it('by an error within its stream tells the reason', async () => {
    for (const [type, reason] of [
      ['overloaded_error', 'server'],
      ['rate_limit_error', 'rate_limit'],
      ['authentication_error', 'auth'],
    ]) {
      const { client } = clientMeeting(protocol, () => events([...begun, { type: 'error', error: { type, message: 'no' } }]));
      expect(await failureOfCall(client.generate(CALL))).toMatchObject({ reason, partialText: 'Half of ' });
    }
  });

  it('because its time was over, or its caller gave up, tells one from the other and ends the connection', async () => {
    for (const [reason, expected] of [
      [new DOMException('too late', 'TimeoutError'), 'timeout'],
      [new Error('cancelled'), 'cancelled'],
    ] as const) {
      const caller = new AbortController();
      const { client } = clientMeeting(protocol, () => events(begun, reset()));
      const call = client.generate({ ...CALL, signal: caller.signal, onText: () => caller.abort(reason) });
      expect(await failureOfCall(call)).toMatchObject({ reason: expected, partialText: 'Half of ' });
    }
  });
});

it.each([
  ['no text', [openAi.end()], 'empty', true],
  ['blanks alone', [openAi.text(' \n'), openAi.end()], 'empty', true],
  ['a filter', [openAi.text('Half'), openAi.end('content_filter')], 'refused', false],
] as const)('an answer of %s is no text', async (_what, chunks, reason, isRetryable) => {
  const { client } = clientMeeting('openai', () => events(chunks));
  expect(await failureOfCall(client.generate(CALL))).toMatchObject({ reason, isRetryable });
});

it('of a call that was given up before it left says so, and is of no call that left', async () => {
  const gaveUp = AbortSignal.abort(new Error('cancelled'));
  const { client, asked } = clientMeeting('openai', () => events([openAi.text('Bees'), openAi.end()]));
  expect(await failureOfCall(client.generate({ ...CALL, signal: gaveUp }))).toMatchObject({ reason: 'cancelled', hasLeft: false });
  expect(asked).toEqual([]);
  const broken = new Error('the listener broke');
  const onText = () => {
    throw broken;
  };
  expect(await failureOfCall(client.generate({ ...CALL, onText }))).toMatchObject({ hasLeft: true });
});

it('a call that a server refuses for its schema is told of before the model is asked in words', async () => {
  const refusal = json(400, { error: { message: 'response_format is not known here' } });
  const { client } = clientMeeting('openai', refusal, () => events([openAi.text('{}'), openAi.end()]));
  const refused: unknown[] = [];
  await client.generate({ ...CALL, schema: { type: 'object' }, onRefused: (error) => refused.push(error) });
  expect(refused).toMatchObject([{ reason: 'invalid_request', statusCode: 400, usage: { input: 0, output: 0 } }]);
});

it('a quota that is used up is no reason to try again', async () => {
  const { client } = clientMeeting('openai', json(429, { error: { message: 'pay', code: 'insufficient_quota' } }));
  expect(await failureOfCall(client.generate(CALL))).toMatchObject({ reason: 'rate_limit', isRetryable: false });
});
