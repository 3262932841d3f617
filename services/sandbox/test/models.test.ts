import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GenerateOptions, ModelClient, ModelError, promptBytes } from '@smartcontent/models';
import { AddressGuard, outgoingFetch } from '@smartcontent/outgoing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningSandbox, start } from '../src/app.js';

const KEY = 'sk-played-0123456789abcdef';
const CALL = { model: 'played-1', system: 'You write.', prompt: 'Write of bees in the city', maxOutputTokens: 500 };
const SCHEMA = {
  type: 'object',
  properties: { title: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } }, words: { type: 'integer', minimum: 3 } },
};
let folder: string;
let sandbox: RunningSandbox;
let boxes = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  sandbox = await start({ host: '127.0.0.1', port: 0, smtpPort: 0, dataFolder: folder });
});
afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** A played provider of its own, and a client of it. */
async function play(protocol: 'anthropic' | 'openai', ...faults: Record<string, unknown>[]) {
  boxes += 1;
  const url = `${sandbox.url}/models/box-${boxes}`;
  const put = (path: string, body: unknown) =>
    fetch(`${url}${path}`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  expect((await put('', { api_keys: [KEY] })).status).toBe(204);
  expect((await put('/faults', faults)).status).toBe(204);
  const guard = new AddressGuard([new URL(url).host]);
  const out = outgoingFetch(guard, { connectTimeoutMs: 2_000, silenceTimeoutMs: 400, limitBytes: 4 * 1_048_576 });
  const clientOf = (apiKey: string) => new ModelClient({ protocol, baseUrl: `${url}/v1`, apiKey, fetch: out });
  const calls = async () => (await (await fetch(`${url}/calls`)).json()) as { count: number; items: Record<string, unknown>[] };
  return { client: clientOf(KEY), clientOf, calls };
}

async function failureOf(call: Promise<unknown>): Promise<ModelError> {
  const error = await call.catch((thrown: unknown) => thrown);
  if (!(error instanceof ModelError)) throw new Error('the call did not fail as it should', { cause: error });
  return error;
}

describe.each(['anthropic', 'openai'] as const)('a played provider that speaks as %s does', (protocol) => {
  it('writes the same text for the same prompt, piece by piece, counts its tokens and notes the call', async () => {
    const { client, calls } = await play(protocol);
    const pieces: string[] = [];
    const first = await client.generate({ ...CALL, onText: (text) => pieces.push(text) });
    const second = await client.generate(CALL);
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.join('')).toBe(first.text);
    expect(second.text).toBe(first.text);
    expect(first).toMatchObject({ finishReason: 'stop', usage: { input: 9, output: Math.ceil(first.text.length / 4) } });
    expect(first.usage.input).toBeLessThan(promptBytes(CALL));
    const { count, items } = await calls();
    expect(count).toBe(2);
    expect(items[0]).toMatchObject({ model: 'played-1', key_last_four: 'cdef', fault: null, status: 200, input_tokens: 9 });
  });

  it('writes JSON by a schema, and stops at the limit of tokens', async () => {
    const { client } = await play(protocol);
    const { text, usage } = await client.generate({ ...CALL, schema: SCHEMA });
    expect(JSON.parse(text)).toMatchObject({ title: expect.stringContaining('bees'), tags: [expect.any(String)], words: 3 });
    expect(usage.input).toBeLessThan(promptBytes({ ...CALL, schema: SCHEMA }));
    const short = await client.generate({ ...CALL, maxOutputTokens: 5 });
    expect([short.finishReason, short.usage.output]).toEqual(['length', 5]);
  });

  it.each([
    [
      '429 with its time',
      { kind: 'refuse', status: 429, retry_after_seconds: 3 },
      { reason: 'rate_limit', retryAfterMs: 3_000, statusCode: 429 },
    ],
    ['500', { kind: 'refuse', status: 500 }, { reason: 'server', statusCode: 500 }],
    ['401', { kind: 'refuse', status: 401 }, { reason: 'auth', isRetryable: false }],
    ['a cut stream', { kind: 'cut' }, { reason: 'cut', isRetryable: true }],
    ['a stream that ends as if that were all', { kind: 'cut', is_clean: true }, { reason: 'cut', isRetryable: true }],
    ['silence', { kind: 'slow', delay_ms: 5_000 }, { reason: 'timeout', isRetryable: true }],
    ['another shape', { kind: 'wrong-shape' }, { reason: 'bad_shape' }],
    ['wrong JSON', { kind: 'broken-json' }, { reason: 'bad_shape' }],
    ['an error in the stream', { kind: 'error-in-stream' }, { reason: 'server', isRetryable: true }],
    ['no text', { kind: 'empty' }, { reason: 'empty', isRetryable: true }],
    ['a filter', { kind: 'filtered' }, { reason: 'refused', isRetryable: false }],
  ])('fails with %s once, and works again at the next call', async (_what, fault, expected) => {
    const { client, calls } = await play(protocol, fault);
    expect(await failureOf(client.generate(CALL))).toMatchObject(expected);
    expect((await client.generate(CALL)).text).toContain('bees');
    expect((await calls()).items.map((item) => item.fault)).toEqual([null, fault.kind]);
  });

  it('hands over half of the text before it cuts the stream', async () => {
    const { client } = await play(protocol, { kind: 'cut', share: 0.5 });
    const { partialText = '' } = await failureOf(client.generate(CALL));
    const { text } = await client.generate(CALL);
    expect(text.startsWith(partialText)).toBe(true);
    expect(Math.abs(partialText.length - text.length / 2)).toBeLessThan(2);
  });

  it('writes prose instead of JSON where it is told to', async () => {
    const { client } = await play(protocol, { kind: 'wrong-answer' });
    const call: GenerateOptions = { ...CALL, schema: SCHEMA };
    // By the protocol of Anthropic the answer is the input of a tool, and prose is none.
    const answer = await client.generate(call).then(
      ({ text }) => text,
      (error: ModelError) => error.reason,
    );
    expect(answer === 'bad_shape' || answer.startsWith('I would rather')).toBe(true);
    expect(JSON.parse((await client.generate(call)).text)).toHaveProperty('title');
  });

  it('ends a call within its time while pieces drip, and refuses a key that it does not know', async () => {
    const { client, clientOf, calls } = await play(protocol, { kind: 'drip', delay_ms: 150 });
    expect(await failureOf(client.generate({ ...CALL, signal: AbortSignal.timeout(250) }))).toMatchObject({ reason: 'timeout' });
    expect(await failureOf(clientOf('sk-another-0123456789').generate(CALL))).toMatchObject({ reason: 'auth', statusCode: 401 });
    expect((await calls()).count).toBe(2);
  });
});

describe('played embeddings', () => {
  const texts = ['bees in the city', 'bees of the city', 'a tax return'];
  const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, index) => sum + value * (b[index] as number), 0);

  it('lie closer together where words are shared, are of the length that was asked for, and tell their tokens', async () => {
    const { client } = await play('openai');
    const { vectors, usage } = await client.embed({ model: 'e', texts });
    const [first, second, third] = vectors as [Float32Array, Float32Array, Float32Array];
    expect(first.length).toBe(1_536);
    expect(cosine(first, second)).toBeGreaterThan(cosine(first, third) + 0.3);
    expect(usage).toMatchObject({ input: 11, output: 0 });
    expect((await client.embed({ model: 'e', texts, dimensions: 64 })).vectors[0]).toHaveLength(64);
  });

  it.each([
    [{ kind: 'dimensions', dimensions: 32 }, { reason: 'bad_shape' }],
    [{ kind: 'nan' }, { reason: 'bad_shape' }],
    [{ kind: 'null' }, { reason: 'bad_shape' }],
    [{ kind: 'too-few' }, { reason: 'bad_shape' }],
    [{ kind: 'zeros' }, { reason: 'bad_shape' }],
    [{ kind: 'empty' }, { reason: 'bad_shape' }],
    [{ kind: 'wrong-shape' }, { reason: 'bad_shape' }],
    [{ kind: 'broken-json' }, { reason: 'bad_shape' }],
    [{ kind: 'cut' }, { reason: 'cut' }],
    [{ kind: 'slow', delay_ms: 5_000 }, { reason: 'timeout' }],
    [{ kind: 'refuse', status: 503 }, { reason: 'server' }],
  ])('fail with %o', async (fault, expected) => {
    const { client } = await play('openai', fault);
    expect(await failureOf(client.embed({ model: 'e', texts, dimensions: 64 }))).toMatchObject({ isRetryable: true, ...expected });
    expect((await client.embed({ model: 'e', texts, dimensions: 64 })).vectors).toHaveLength(3);
  });

  it('without usage leave it untold', async () => {
    const { client } = await play('openai', { kind: 'no-usage', times: 2 });
    expect((await client.embed({ model: 'e', texts })).usage.input).toBeNull();
    expect((await client.generate(CALL)).usage).toMatchObject({ input: null, output: null });
  });
});

it('a server that knows no schemas is asked in words', async () => {
  const { client, calls } = await play('openai', { kind: 'no-schema' });
  expect((await client.generate({ ...CALL, schema: SCHEMA })).text).toContain('bees');
  expect((await calls()).count).toBe(2);
});
