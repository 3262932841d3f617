import { headers, type Msg, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBus } from './test-bus.fixture.js';
import { contextHeaders, readHeaders, readMessageHeaders } from './wire.js';

let bus: TestBus;
let connection: NatsConnection;

beforeAll(async () => {
  bus = await TestBus.start();
  connection = await bus.connect();
});
afterAll(() => bus?.[Symbol.asyncDispose]());

/** The message as it comes in over the wire. */
async function received(subject: string, send: () => void): Promise<Msg> {
  const { promise, resolve } = Promise.withResolvers<Msg>();
  connection.subscribe(subject, { max: 1, callback: (_error, message) => resolve(message) });
  send();
  return promise;
}

it('writes the headers of a call as the client reads them', async () => {
  const idempotency = { key: 'k: 1', requestHash: 'h', isSecretAnswer: true };
  const context = await bus.userContext({ correlationId: 'c-1', traceparent: '00-1-2-01', deadlineMs: 1_767_690_010_120, idempotency });
  const message = await received('test.call', () => connection.publish('test.call', 'x', { headers: contextHeaders(context, true) }));
  expect(readHeaders(message.headers)).toEqual({
    'sc-actor': context.actorToken,
    'sc-correlation-id': 'c-1',
    'sc-deadline': '1767690010120',
    traceparent: '00-1-2-01',
    'sc-idempotency-key': 'k: 1',
    'sc-idempotency-hash': 'h',
    'sc-idempotency-secret': '1',
  });
  expect(message.string()).toBe('x');
});

it('reads the headers of a message as the client does', async () => {
  const values = headers();
  for (const [name, value] of [
    ['sc-actor', 'a:b: c'],
    ['traceparent', ''],
    ['Sc-Actor', 'another case'],
    ['sc-correlation-id', '  ünïcode  '],
    ['x', 'y'.repeat(100_000)],
  ] as const)
    values.append(name, value);
  values.append('x', 'a second value');
  const message = await received('test.read', () => connection.publish('test.read', 'x', { headers: values }));
  expect(readMessageHeaders(message)).toEqual(readHeaders(message.headers));
  expect(readMessageHeaders(message)['sc-actor']).toBe('a:b: c');
});

it('reads none where there is none', async () => {
  const bare = await received('test.bare', () => connection.publish('test.bare', 'a: b\r\nc: d\r\n\r\n'));
  expect(readMessageHeaders(bare)).toEqual({});
  const empty = await received('test.empty', () => connection.publish('test.empty', 'x', { headers: headers() }));
  expect(readMessageHeaders(empty)).toEqual({});
});
