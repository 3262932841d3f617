import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { eventually, useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeKey, problemOf, type RunningEdge, startEdge } from './edge.js';

const ECHO = '/v1/echoes/0192f0c1-7a00-7000-8000-000000000004';
const MEBIBYTE = 1_048_576;
const stack = useStack({ services: ['gateway'] });
const { key } = makeKey();
let edge: RunningEdge;
beforeAll(async () => {
  edge = await startEdge(stack, { HEAD_TIMEOUT_MS: '400', BODY_TIMEOUT_MS: '800', REQUEST_DEADLINE_MS: '400', HEARTBEAT_SECONDS: '0.1' });
});
afterAll(() => edge[Symbol.asyncDispose]());

function open(): Socket {
  const socket = connect(Number(new URL(edge.url).port), '127.0.0.1');
  // What is cut off may be reset; what was answered before is what counts.
  socket.on('error', () => undefined);
  return socket;
}

/** What comes back on a connection that sends just this. */
async function answerTo(request: string): Promise<string> {
  const socket = open();
  socket.write(request);
  return text(socket);
}

/** Sends drop by drop until it is cut off; between two drops somebody else is served. */
async function drip(head: string): Promise<string> {
  const socket = open();
  socket.write(head);
  const answer = text(socket);
  while (socket.writable && !socket.readableEnded) {
    socket.write('x');
    expect((await edge.ask('/livez')).status).toBe(200);
  }
  return answer;
}

const asProblem = (status: number, code: string) =>
  new RegExp(`^HTTP/1\\.1 ${status} .*x-content-type-options: nosniff.*application/problem\\+json.*"code":"${code}"`, 's');
const head = (...lines: string[]) => `${[`GET ${ECHO} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`;

describe('a slow connection', () => {
  test('that never ends its head is answered and cut off', async () => {
    const answer = await drip(`GET ${ECHO} HTTP/1.1\r\nhost: x\r\nx-slow: `);
    expect(answer).toMatch(asProblem(408, 'GATEWAY_REQUEST_SLOW'));
  });

  test('that says nothing at all is cut off', async () => {
    const socket = open();
    await once(socket.resume(), 'close');
    expect(socket.bytesWritten).toBe(0);
  });

  test('that never ends its body is answered and cut off', async () => {
    const lines = ['host: x', `authorization: Bearer ${key}`, 'content-type: application/json', 'content-length: 100000'];
    const answer = await drip(`POST ${ECHO} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    expect(answer).toMatch(asProblem(408, 'GATEWAY_REQUEST_SLOW'));
  });

  test('that does not take its answers is cut off', async () => {
    const socket = open().pause();
    let isCut = false;
    socket.once('close', () => {
      isCut = true;
    });
    // Together more than the kernel keeps for a connection.
    const asking = 'GET /asyncapi.json HTTP/1.1\r\nhost: x\r\n\r\n';
    socket.write(asking.repeat(60));
    // A client that does not read learns of its end when it writes.
    await eventually(() => {
      socket.write(asking);
      expect(isCut).toBe(true);
    });
  });

  test('does not keep others waiting', async () => {
    const slow = Array.from({ length: 200 }, () => open());
    for (const socket of slow) socket.write('GET / HTTP/1.1\r\nhost: x\r\nx-slow: ');
    expect((await edge.ask(ECHO, { token: key })).status).toBe(200);
    await Promise.all(slow.map((socket) => once(socket.resume(), 'close')));
  });
});

describe('a request that is too large', () => {
  test('in its headers is refused: a hundred of 8 KiB, and one of 20', async () => {
    const hundred = Array.from({ length: 100 }, (_, index) => `x-${index}: ${'v'.repeat(8_192)}`);
    expect(await answerTo(head('host: x', ...hundred))).toMatch(asProblem(431, 'GATEWAY_HEAD_TOO_LARGE'));
    expect(await answerTo(head('host: x', `authorization: Bearer ${'v'.repeat(20_000)}`))).toMatch(
      asProblem(431, 'GATEWAY_HEAD_TOO_LARGE'),
    );
  });

  test('in its query is refused: ten thousand parameters, and as many as a head can hold', async () => {
    const query = (count: number) => Array.from({ length: count }, (_, index) => `p${index}=1`).join('&');
    expect((await problemOf(await edge.ask(`${ECHO}?${query(10_000)}`, { token: key }))).code).toBe('GATEWAY_HEAD_TOO_LARGE');
    const { code, data } = await problemOf(await edge.ask(`${ECHO}?${query(1_500)}`, { token: key }));
    expect(code).toBe('PLATFORM_INPUT_INVALID');
    expect(JSON.stringify(data).length).toBeLessThan(64 * 1_024);
  });

  test('in its body is refused without being kept: ten megabytes', async () => {
    const body = JSON.stringify({ note: 'x'.repeat(10 * MEBIBYTE) });
    const headers = { 'content-type': 'application/json' };
    const response = await edge.ask(ECHO, { method: 'POST', token: key, body, headers });
    expect(await problemOf(response)).toMatchObject({ status: 413, code: 'GATEWAY_BODY_TOO_LARGE' });
  });
});

describe('odd HTTP', () => {
  test.each([
    ['no host', head('connection: close'), 400, 'GATEWAY_REQUEST_MALFORMED'],
    ['an expectation that nobody meets', head('host: x', 'expect: the-moon', 'connection: close'), 417, 'GATEWAY_EXPECTATION_UNMET'],
    ['two lengths', head('host: x', 'content-length: 5', 'content-length: 6'), 400, 'GATEWAY_REQUEST_MALFORMED'],
    ['a length and chunks', head('host: x', 'content-length: 5', 'transfer-encoding: chunked'), 400, 'GATEWAY_REQUEST_MALFORMED'],
    ['a header in two lines', head('host: x', 'x-a: b', ' c: d'), 400, 'GATEWAY_REQUEST_MALFORMED'],
    ['a NUL in a header', head('host: x', 'x-a: b\0c'), 400, 'GATEWAY_REQUEST_MALFORMED'],
    ['a method that is none', 'JUMP / HTTP/1.1\r\nhost: x\r\n\r\n', 400, 'GATEWAY_REQUEST_MALFORMED'],
    ['another protocol', '\x16\x03\x01\x02\x00\x01\x00', 400, 'GATEWAY_REQUEST_MALFORMED'],
  ])('is told what is wrong with it: %s', async (_name, request, status, code) => {
    expect(await answerTo(request)).toMatch(asProblem(status, code));
  });

  test('of the year 1996 names no host and is served', async () => {
    const answer = await answerTo(`GET ${ECHO} HTTP/1.0\r\nauthorization: Bearer ${key}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('that waits to be let in with its body is let in', async () => {
    const body = '{"note":"a"}';
    const lines = ['host: x', `authorization: Bearer ${key}`, 'content-type: application/json', `content-length: ${body.length}`];
    const socket = open();
    socket.write(`POST ${ECHO} HTTP/1.1\r\n${lines.join('\r\n')}\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n`);
    const [first] = (await once(socket, 'data')) as [Buffer];
    expect(first.toString()).toMatch(/^HTTP\/1\.1 100 Continue/);
    socket.write(body);
    expect(await text(socket)).toMatch(/HTTP\/1\.1 201 /);
  });

  test('cannot put a header into the answer', async () => {
    const response = await edge.ask(`${ECHO}?limit=%0d%0aset-cookie:%20a=b`, {
      token: key,
      headers: { 'x-correlation-id': 'a%0d%0aset-cookie: a=b', origin: 'https://x.example\\r\\nset-cookie: a=b' },
    });
    expect([response.status, response.headers.has('set-cookie')]).toEqual([422, false]);
  });
});
