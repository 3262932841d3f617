import { headers, type NatsConnection } from '@nats-io/transport-node';
import { Controller } from '@nestjs/common';
import { AppError, defineRequest } from '@smartcontent/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connectBus } from './connection.js';
import { Handles } from './handles.js';
import { RequestClient } from './request-client.js';
import { TestBus } from './test-bus.fixture.js';
import { type RunningServer, startServer } from './test-requests.fixture.js';

const Echo = defineRequest({
  subject: 'rpc.content.text.echo.v1',
  summary: 'Gives the text back',
  input: z.strictObject({ text: z.string() }),
  output: z.object({ text: z.string() }),
  callers: ['gateway'],
  example: { input: { text: 'a' }, output: { text: 'a' } },
});
/** Answered by the test itself, in whatever way. */
const Odd = defineRequest({ ...Echo, http: undefined, subject: 'rpc.scheduling.text.echo.v1' });
/** No service may call it. */
const Closed = defineRequest({ ...Echo, http: undefined, subject: 'rpc.scheduling.text.hide.v1', callers: [] });

@Controller()
class EchoRpc {
  @Handles(Echo)
  echo({ text }: { text: string }): { text: string } {
    return { text };
  }
}

let bus: TestBus;
let server: RunningServer;
let stranger: NatsConnection;
let client: RequestClient;
let odd: Uint8Array | string = '';

beforeAll(async () => {
  bus = await TestBus.start({ requests: [Echo, Odd] });
  server = await startServer(bus, 'content', EchoRpc);
  stranger = await bus.connect();
  // As every service: where nobody does, callers take it for gone.
  stranger.subscribe('cancel.scheduling', { callback: () => {} });
  for (const { subject } of [Odd, Closed]) stranger.subscribe(subject, { callback: (_error, message) => void message.respond(odd) });
  client = new RequestClient(await bus.connect('gateway'));
});
afterAll(async () => {
  await server?.stop();
  await bus?.[Symbol.asyncDispose]();
});

const frame = (err: unknown) => JSON.stringify({ err, isDisposed: true, id: '1' });
const askOdd = async (answer: Uint8Array | string) => {
  odd = answer;
  return client.call(Odd, { text: 'a' }, await bus.userContext());
};

describe('an answer', () => {
  it.each([
    ['no JSON', 'rubbish'],
    ['half of a frame', '{"response":{"te'],
    ['null', 'null'],
    ['a number', '7'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00])],
    ['a plain text as its error', frame('Internal server error')],
    ['an error without a code', frame({ message: 'x' })],
    ['a code that this service does not know', frame({ code: 'CONTENT_FROM_THE_FUTURE', detail: 'x', data: {} })],
    ['a code that every object has', frame({ code: 'toString', detail: 'x', data: {} })],
    ['a code that is no text', frame({ code: { a: 1 }, detail: 7, data: 'x' })],
  ])('that is %s is a typed error', async (_, answer) => {
    const error = await askOdd(answer).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'PLATFORM_INTERNAL' });
  });

  it('with a known code and nothing right beside it keeps its code', async () => {
    await expect(askOdd(frame({ code: 'CONTENT_NOT_FOUND', detail: 7, data: null }))).rejects.toMatchObject({
      code: 'CONTENT_NOT_FOUND',
      message: 'There is no such content',
      data: {},
    });
  });

  it('of nothing is nothing', async () => {
    expect(await askOdd('{"isDisposed":true,"id":"1"}')).toBeUndefined();
    expect(await askOdd('{"response":null,"isDisposed":true,"id":"1"}')).toBeNull();
  });

  it('that came too late for its call is left alone', async () => {
    await askOdd('{"response":{"text":"a"}}');
    stranger.publish(`_INBOX_gateway.nobody.1`, 'late');
    await stranger.flush();
    expect(await askOdd('{"response":{"text":"b"}}')).toEqual({ text: 'b' });
  });
});

describe('a request', () => {
  const ask = async (payload: Uint8Array | string, more: Record<string, string> = {}) => {
    const values = headers();
    values.set('sc-actor', (await bus.userContext()).actorToken);
    for (const [name, value] of Object.entries(more)) values.set(name, value);
    const answer = await stranger.request(Echo.subject, payload, { headers: values, timeout: 2_000 });
    return answer.json<{ err?: { code: string }; response?: unknown; id?: unknown }>();
  };
  const good = '{"data":{"text":"a"},"id":"1"}';

  it.each([
    ['no JSON', 'rubbish'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a frame without data', '{"id":"1"}'],
    ['bytes that are no text', Buffer.from([0xff, 0x00])],
    ['an object of depth', `{"id":"1","data":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`],
  ])('that is %s is refused as such', async (_, payload) => {
    expect((await ask(payload)).err?.code).toBe('PLATFORM_INPUT_INVALID');
  });

  it.each([['soon'], ['1e999'], ['-1'], ['0'], ['9007199254740993']])(
    'whose deadline is %s is answered all the same or refused',
    async (deadline) => {
      const { err, response } = await ask(good, { 'sc-deadline': deadline });
      expect(err?.code ?? response).toEqual(deadline === '-1' ? 'PLATFORM_DEADLINE_EXCEEDED' : { text: 'a' });
    },
  );

  it('with the id of another make gets that id back', async () => {
    expect((await ask('{"data":{"text":"a"},"id":{"of":["another"]}}')).id).toEqual({ of: ['another'] });
  });

  it('that nobody waits for does no harm', async () => {
    stranger.publish(Echo.subject, good);
    expect((await ask(good)).response).toEqual({ text: 'a' });
  });

  it('that its caller’s NATS user may not send is refused at once', async () => {
    const context = await bus.userContext();
    await expect(client.call(Closed, { text: 'a' }, context)).rejects.toMatchObject({ code: 'PLATFORM_SERVICE_UNAVAILABLE' });
    expect(Date.now()).toBeLessThan(context.deadlineMs - 3_000);
  });

  it('with a line break in a header is not sent', async () => {
    for (const correlationId of ['a\r\nsc-actor: b', 'a\n', '\r']) {
      await expect(client.call(Echo, { text: 'a' }, await bus.userContext({ correlationId }))).rejects.toThrow('line break');
    }
    const idempotency = { key: 'k\r\nx: y', requestHash: 'h', isSecretAnswer: false };
    await expect(client.call(Echo, { text: 'a' }, await bus.userContext({ idempotency }))).rejects.toThrow('line break');
  });
});

it('goes without an answer where NATS lets it receive none, and leaves the connection what it was', async () => {
  const connection = await connectBus({ url: bus.natsUrl('gateway'), name: 'content', log: bus.log });
  const deaf = new RequestClient(connection);
  await expect(deaf.call(Echo, { text: 'a' }, await bus.userContext({ deadlineMs: Date.now() + 500 }))).rejects.toThrow(AppError);
  expect(await connection.rtt()).toBeGreaterThanOrEqual(0);
  expect(bus.log.errors).toContain('NATS refused something');
  await connection.close();
});
