import { broadcast } from '@smartcontent/bus';
import { Cache, UserStream } from '@smartcontent/cache';
import { CredentialChanged, type Notification, SessionsEnded } from '@smartcontent/contracts';
import { eventually, useStack } from '@smartcontent/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeKey, makeToken, problemOf, type RunningEdge, startEdge, world } from './edge.js';

const stack = useStack({ services: ['gateway'] });
let edge: RunningEdge;
let cache: Cache;
let notifications: UserStream;
beforeAll(async () => {
  edge = await startEdge(stack, { STREAMS_PER_USER: '2', HEARTBEAT_SECONDS: '0.2' });
  cache = await Cache.open(stack.addresses.redisUrl);
  notifications = new UserStream(cache);
});
afterAll(async () => {
  await cache.close();
  await edge[Symbol.asyncDispose]();
});

/** An open stream, read as a browser reads it. */
class Reader {
  text = '';
  private readonly abort = new AbortController();
  readonly ended: Promise<string>;

  constructor(readonly response: Response) {
    this.ended = this.read().catch(() => 'aborted');
  }

  static async open(token: string, init: { query?: string; headers?: Record<string, string> } = {}): Promise<Reader> {
    const response = await edge.ask(`/v1/notifications/stream${init.query ?? ''}`, { token, headers: init.headers ?? {} });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    const reader = new Reader(response);
    await expect.poll(() => reader.text).toContain('retry: ');
    return reader;
  }

  get events(): Notification[] {
    return [...this.text.matchAll(/^data: (.*)$/gm)].map((match) => JSON.parse(match[1] as string) as Notification);
  }

  async waitFor(count: number): Promise<Notification[]> {
    await expect.poll(() => this.events.length, { timeout: 5_000 }).toBe(count);
    return this.events;
  }

  async close(): Promise<void> {
    this.abort.abort();
    await this.ended;
  }

  private async read(): Promise<string> {
    const reader = (this.response.body as ReadableStream<Uint8Array>).getReader();
    this.abort.signal.addEventListener('abort', () => void reader.cancel());
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return this.text;
      this.text += decoder.decode(value, { stream: true });
    }
  }
}

const person = () => ({ userId: uuidv7(), companyId: uuidv7() });
const tell = ({ userId, companyId }: ReturnType<typeof person>, title: string) =>
  notifications.publish(userId, companyId, { type: 'content.published', time: '2026-01-06T09:00:00Z', data: { title } }, uuidv7());
const titles = (events: readonly Notification[]) => events.map(({ data }) => data.title);

test('tells its user, live, what happens from now on, and nobody else', async () => {
  const [ada, bob] = [person(), person()];
  await tell(ada, 'before');
  const [hers, his] = [await Reader.open(await makeToken(stack, ada)), await Reader.open(await makeToken(stack, bob))];
  await tell(ada, 'one');
  await tell(ada, 'two');
  expect(titles(await hers.waitFor(2))).toEqual(['one', 'two']);
  expect(hers.text).toMatch(/id: \d+-\d+\nevent: content\.published\ndata: \{.*\}\n\n/);
  expect(his.events).toEqual([]);
  await Promise.all([hers.close(), his.close()]);
});

test('never tells what belongs to another company, not even to the same user', async () => {
  const ada = person();
  const elsewhere = { ...ada, companyId: uuidv7() };
  const reader = await Reader.open(await makeToken(stack, ada), { query: '?last_event_id=0-0' });
  await tell(elsewhere, 'secret');
  await tell(ada, 'open');
  expect(titles(await reader.waitFor(1))).toEqual(['open']);
  await reader.close();
});

test('resumes after the last event, by header and by query, and goes on live', async () => {
  const ada = person();
  const token = await makeToken(stack, ada);
  for (const title of ['one', 'two', 'three']) await tell(ada, title);
  const first = await Reader.open(token, { query: '?last_event_id=0-0' });
  const [one, two] = await first.waitFor(3);
  await first.close();
  const resumed = await Reader.open(token, { headers: { 'last-event-id': two?.id as string } });
  await tell(ada, 'four');
  expect(titles(await resumed.waitFor(2))).toEqual(['three', 'four']);
  const byQuery = await Reader.open(token, { query: `?last_event_id=${one?.id}` });
  expect(titles(await byQuery.waitFor(3))).toEqual(['two', 'three', 'four']);
  await Promise.all([resumed.close(), byQuery.close()]);
  const bad = await edge.ask('/v1/notifications/stream?last_event_id=nope', { token });
  expect((await problemOf(bad)).code).toBe('PLATFORM_INPUT_INVALID');
});

test('beats, and ends when its key is revoked', async () => {
  const { key, hash } = makeKey();
  const reader = await Reader.open(key);
  await expect.poll(() => reader.text).toContain(': heartbeat\n\n');
  world.keys.set(hash, { state: 'revoked' });
  broadcast(stack.nats, CredentialChanged, { key_hash: hash });
  await reader.ended;
});

test('ends at once when its session ends, however seldom it beats', async () => {
  await using quiet = await startEdge(stack, { HEARTBEAT_SECONDS: '300' });
  const [ended, other] = [uuidv7(), uuidv7()];
  const open = async (sessionId: string) =>
    new Reader(await quiet.ask('/v1/notifications/stream', { token: await makeToken(stack, { ...person(), sessionId }) }));
  const [out, on] = [await open(ended), await open(other)];
  await expect.poll(() => out.text && on.text).toContain('retry: ');
  broadcast(stack.nats, SessionsEnded, { session_ids: [ended] });
  expect(await out.ended).toBe(out.text);
  await expect.poll(() => on.text).toContain(': heartbeat');
  await on.close();
});

test('is limited to a number per user, and gives the place back', async () => {
  const token = await makeToken(stack, person());
  const [first, second] = [await Reader.open(token), await Reader.open(token)];
  const third = await edge.ask('/v1/notifications/stream', { token });
  expect(third.headers.get('retry-after')).toBe('5');
  expect(await problemOf(third)).toMatchObject({ status: 429, code: 'GATEWAY_STREAMS_TOO_MANY', data: { limit: 2 } });
  await first.close();
  const again = await eventually(() => Reader.open(token));
  await again.close();
  await second.close();
});

test('answers HEAD without opening anything', async () => {
  const token = await makeToken(stack, person());
  for (let count = 0; count < 5; count++) {
    const head = await edge.ask('/v1/notifications/stream', { method: 'HEAD', token });
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  }
});
