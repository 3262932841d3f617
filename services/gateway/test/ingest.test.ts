import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { type DecodedIngest, decodeIngestMessage, type IngestEvent, type IngestEvents, type OutputOf } from '@smartcontent/contracts';
import { useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeKey, problemOf, type RunningEdge, startEdge } from './edge.js';
import { SeverableProxy } from './severable-proxy.js';

type Taken = OutputOf<typeof IngestEvents>;

const stack = useStack({ services: ['gateway'] });
const { key, actor } = makeKey();
let nats: SeverableProxy;
let edge: RunningEdge;
beforeAll(async () => {
  nats = await SeverableProxy.open(stack.natsUrl('gateway'));
  edge = await startEdge(stack, { NATS_URL: nats.url });
});
afterAll(async () => {
  await edge[Symbol.asyncDispose]();
  await nats[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await (await jetstreamManager(stack.nats)).streams.purge('INGEST');
});

const view = (index = 0): IngestEvent => ({ event_type: 'view', visitor_id: `v${index}`, properties: { path: `/p/${index}` } });

function send(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return edge.ask('/v1/events', { method: 'POST', token: key, body: text, headers: { 'content-type': 'application/json', ...headers } });
}

async function take(body: unknown, headers: Record<string, string> = {}): Promise<Taken> {
  const response = await send(body, headers);
  expect(response.status).toBe(202);
  return (await response.json()) as Taken;
}

/** Everything on the stream INGEST. */
async function stored(): Promise<DecodedIngest[]> {
  const consumer = await jetstream(stack.nats).consumers.get('INGEST', {});
  const { num_pending: count } = await consumer.info();
  const messages: DecodedIngest[] = [];
  if (count > 0) {
    for await (const message of await consumer.fetch({ max_messages: count, expires: 5_000 })) {
      messages.push(decodeIngestMessage((name) => message.headers?.get(name), message.data));
    }
  }
  await consumer.delete();
  return messages;
}
const rows = (messages: DecodedIngest[]) =>
  messages.flatMap(({ lines }) => lines.map((line) => JSON.parse(line) as Record<string, unknown>));

describe('a batch', () => {
  test('of 10,000 events of which 7 are wrong keeps 9,993 and tells the 7 by their place', async () => {
    const bad: Record<number, unknown> = {
      3: { ...view(), event_type: 'View!' },
      77: { ...view(), content_id: 'nope' },
      500: { event_type: 5 },
      4000: { ...view(), surprise: true },
      7777: null,
      9998: { ...view(), timestamp: 'yesterday' },
      9999: { ...view(), timestamp: '1969-12-31T23:59:59Z', historical: true },
    };
    const taken = await take(Array.from({ length: 10_000 }, (_, index) => (index in bad ? bad[index] : view(index))));
    expect(taken).toMatchObject({ received: 10_000, accepted: 9_993, rejected: 7 });
    expect(taken.errors.map(({ index }) => index)).toEqual(Object.keys(bad).map(Number));
    expect(taken.errors.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^event_type: /),
      expect.stringMatching(/^content_id: /),
      expect.stringMatching(/^event_type: /),
      expect.stringContaining('surprise'),
      expect.stringContaining('object'),
      expect.stringMatching(/^timestamp: /),
      expect.stringMatching(/^timestamp: /),
    ]);
    const messages = await stored();
    expect(messages.map(({ counts }) => counts)[0]).toEqual({ received: 10_000, accepted: 9_993, rejected: 7 });
    expect(new Set(messages.flatMap(({ eventIds }) => eventIds)).size).toBe(9_993);
  });

  test('is stamped with company, time of receipt and ids', async () => {
    const given = '0192f0c1-7a00-7000-8000-00000000000a';
    const before = Date.now();
    await take([
      { event_type: 'click', event_id: given, ip_address: '10.1.2.3', timestamp: '2026-01-05T09:00:00.5+01:00', historical: true },
      { event_type: 'view', timestamp: '2096-01-01T00:00:00Z' },
    ]);
    const [click, seen] = rows(await stored());
    const company = actor.company_id;
    expect(click).toMatchObject({
      event_id: given,
      company_id: company,
      ip_address: '::ffff:10.1.2.3',
      timestamp: '2026-01-05 08:00:00.500',
    });
    expect(seen).toMatchObject({ company_id: company, event_id: expect.stringMatching(/^[0-9a-f-]{14}7/) });
    // A clock that runs ahead is put right.
    expect(Date.parse(`${seen?.timestamp}Z`)).toBeGreaterThanOrEqual(before);
    expect(seen?.timestamp).toBe(seen?.received_at);
  });

  test('may be one event, or NDJSON, of which a broken line is one bad event', async () => {
    expect(await take(view())).toMatchObject({ received: 1, accepted: 1 });
    const lines = `${JSON.stringify(view(1))}\n{"event_type":\n\n${JSON.stringify(view(2))}\n`;
    const taken = await take(lines, { 'content-type': 'Application/x-ndjson; charset=utf-8' });
    expect(taken).toMatchObject({ received: 3, accepted: 2, rejected: 1, errors: [{ index: 1, reason: 'The body is not JSON' }] });
    expect(rows(await stored()).map(({ visitor_id }) => visitor_id)).toEqual(['v0', 'v1', 'v2']);
  });

  test('of nothing but bad events is counted too, and shows its first hundred', async () => {
    const taken = await take(Array(150).fill({}));
    expect([taken.accepted, taken.rejected, taken.errors.length]).toEqual([0, 150, 100]);
    expect((await stored()).map(({ counts }) => counts)).toEqual([{ received: 150, accepted: 0, rejected: 150 }]);
  });

  test('sent twice under one Idempotency-Key is the same batch with the same ids', async () => {
    const first = await take([view(1), view(2)], { 'idempotency-key': 'batch-1' });
    const second = await take([view(1), view(2)], { 'idempotency-key': 'batch-1' });
    expect(second.batch_id).toBe(first.batch_id);
    expect(await stored()).toHaveLength(1);
    const [kept] = await stored();
    const without = await take([view(1)]);
    expect((await stored()).flatMap(({ batchId, eventIds }) => (batchId === without.batch_id ? eventIds : []))).not.toContain(
      kept?.eventIds[0],
    );
  });

  test('under an Idempotency-Key that another batch had is refused, and nothing of it is kept', async () => {
    await take([view(1), view(2)], { 'idempotency-key': 'batch-2' });
    const body = JSON.stringify([view(1), view(3)]);
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'batch-2' };
    const refused = await edge.ask('/v1/events', { method: 'POST', headers, body, token: key });
    expect(await problemOf(refused)).toMatchObject({ status: 409, code: 'PLATFORM_IDEMPOTENCY_KEY_REUSED' });
    expect(await stored()).toHaveLength(1);
  });

  test('larger than a message goes in several, all of one batch', async () => {
    const wide = { ...view(), properties: { text: 'x'.repeat(8_000) } };
    const taken = await take(Array(300).fill(wide));
    const messages = await stored();
    expect([messages.length > 2, messages.every(({ batchId }) => batchId === taken.batch_id), rows(messages).length]).toEqual([
      true,
      true,
      300,
    ]);
  });
});

describe('a batch is refused', () => {
  test.each([
    ['empty', '[]', 422, 'ANALYTICS_BATCH_EMPTY'],
    ['no body', '', 400, 'GATEWAY_BODY_NOT_JSON'],
    ['broken in its middle', `[${JSON.stringify(view())},{"event_type":]`, 400, 'GATEWAY_BODY_NOT_JSON'],
    ['too deep', `[${'['.repeat(70)}${']'.repeat(70)}]`, 400, 'GATEWAY_BODY_TOO_DEEP'],
    ['too many', `[${'0,'.repeat(50_000)}0]`, 413, 'ANALYTICS_BATCH_TOO_MANY'],
    ['too large', `["${'x'.repeat(5 * 1024 * 1024)}"]`, 413, 'GATEWAY_BODY_TOO_LARGE'],
  ])('when it is %s, and nothing of it is kept', async (_name, body, status, code) => {
    expect(await problemOf(await send(body))).toMatchObject({ status, code });
    expect(await stored()).toEqual([]);
  });

  test('from a key that may not write events, or with a query', async () => {
    const reader = makeKey({ scopes: ['content:read'] });
    const init = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
    expect(await problemOf(await edge.ask('/v1/events', { ...init, token: reader.key }))).toMatchObject({ code: 'PLATFORM_SCOPE_MISSING' });
    expect(await problemOf(await edge.ask('/v1/events?dry=1', { ...init, token: key }))).toMatchObject({ code: 'PLATFORM_INPUT_INVALID' });
  });

  test('with 503 while the stream is full, and is told that nothing is kept', async () => {
    const manager = await jetstreamManager(stack.nats);
    const { config } = await manager.streams.info('INGEST');
    await manager.streams.update('INGEST', { ...config, max_bytes: 2_000 });
    const response = await send(Array.from({ length: 100 }, (_, index) => view(index)));
    expect(response.headers.get('retry-after')).toBe('10');
    expect(await problemOf(response)).toMatchObject({
      status: 503,
      code: 'ANALYTICS_INGEST_FULL',
      is_retryable: true,
      data: { durable: 0 },
    });
    await manager.streams.update('INGEST', config);
    expect(await stored()).toEqual([]);
  });

  test('with 503 that names what was kept, when the stream fills up on the way', async () => {
    const manager = await jetstreamManager(stack.nats);
    const { config } = await manager.streams.info('INGEST');
    await manager.streams.update('INGEST', { ...config, max_bytes: 1_500_000 });
    const problem = await problemOf(await send(Array(300).fill({ ...view(), properties: { text: 'x'.repeat(8_000) } })));
    await manager.streams.update('INGEST', config);
    const kept = rows(await stored()).length;
    expect(kept).toBeGreaterThan(0);
    // Sent again without a key, what was kept would count twice.
    const data = { durable: kept, is_possibly_applied: true };
    expect(problem).toMatchObject({ status: 503, code: 'ANALYTICS_INGEST_FULL', is_retryable: false, data });
  });

  test('with 503 while the broker is away, at once, and does not arrive later', async () => {
    expect((await send(view())).status).toBe(202);
    nats.cut();
    await expect.poll(async () => (await edge.ask('/readyz')).status).toBe(503);
    const startedAt = Date.now();
    const problems = await Promise.all([1, 2, 3].map(async () => (await problemOf(await send(view(9)))).code));
    expect(problems).toEqual(Array(3).fill('PLATFORM_STORE_UNAVAILABLE'));
    const forwarded = await edge.ask('/v1/echoes/0192f0c1-7a00-7000-8000-000000000004', { token: key });
    expect([forwarded.status, forwarded.headers.get('retry-after')]).toEqual([503, '1']);
    expect(Date.now() - startedAt).toBeLessThan(2_000);
    nats.mend();
    await expect.poll(async () => (await send(view(10))).status, { timeout: 10_000 }).toBe(202);
    expect(rows(await stored()).map(({ visitor_id }) => visitor_id)).toEqual(['v0', 'v10']);
  });
});
