import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { AddressGuard, AddressRefused } from './address-guard.js';
import { type OutgoingFetchLimits, outgoingFetch } from './outgoing-fetch.js';

const LIMITS: OutgoingFetchLimits = { connectTimeoutMs: 2_000, silenceTimeoutMs: 2_000, limitBytes: 1_024 };

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** `host:port` of a receiver on this machine. */
async function receiver(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('sends what it is given and brings the answer while it comes', async () => {
  const seen: unknown[] = [];
  const { promise: isRead, resolve: read } = Promise.withResolvers<void>();
  const host = await receiver(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    seen.push(request.method, request.headers['x-key'], request.headers['accept-encoding'], body);
    response.writeHead(201, { 'x-answer': 'yes' }).write('first');
    await isRead;
    response.end('second');
  });
  const fetch = outgoingFetch(new AddressGuard([host]), LIMITS);
  const response = await fetch(`http://${host}/`, { method: 'POST', headers: { 'x-key': 'k' }, body: 'asked' });
  expect([response.status, response.headers.get('x-answer')]).toEqual([201, 'yes']);
  const pieces: string[] = [];
  for await (const piece of response.body as ReadableStream<Uint8Array>) {
    pieces.push(Buffer.from(piece).toString());
    read();
  }
  expect(pieces).toEqual(['first', 'second']);
  expect(seen).toEqual(['POST', 'k', undefined, 'asked']);
});

test('goes where the guard lets it, and without encryption only where the operator vouches for the host', async () => {
  const fetch = outgoingFetch(new AddressGuard(['127.0.0.1:1']), LIMITS);
  for (const url of ['https://10.0.0.1/', 'http://93.184.215.14/', 'https://name:word@93.184.215.14/', 'http://127.0.0.1:2/']) {
    await expect(fetch(url)).rejects.toThrow(AddressRefused);
  }
  await expect(fetch('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('follows no redirect, and answers what has no body', async () => {
  const host = await receiver((request, response) => {
    response.writeHead(request.url === '/moved' ? 307 : 204, { location: 'http://10.0.0.1/' }).end();
  });
  const fetch = outgoingFetch(new AddressGuard([host]), LIMITS);
  expect((await fetch(`http://${host}/moved`)).status).toBe(307);
  expect(await (await fetch(`http://${host}/`)).text()).toBe('');
});

test('tells what breaks off, and breaks off what is longer than allowed, what falls silent, and what nobody reads any more', async () => {
  const closed: string[] = [];
  const host = await receiver((request, response) => {
    response.on('close', () => closed.push(request.url ?? ''));
    if (request.url === '/cut') return void response.writeHead(200).write('x', () => response.destroy());
    response.writeHead(200).write(request.url === '/long' ? 'x'.repeat(4_096) : 'x');
  });
  const fetch = outgoingFetch(new AddressGuard([host]), { ...LIMITS, silenceTimeoutMs: 300 });
  await expect((await fetch(`http://${host}/long`)).text()).rejects.toMatchObject({ code: 'ANSWER_TOO_LONG' });
  await expect((await fetch(`http://${host}/silent`)).text()).rejects.toMatchObject({ code: 'UND_ERR_BODY_TIMEOUT' });
  await expect((await fetch(`http://${host}/cut`)).text()).rejects.toMatchObject({ code: 'ANSWER_BROKEN', status: 200 });
  const caller = new AbortController();
  const aborted = await fetch(`http://${host}/aborted`, { signal: caller.signal });
  caller.abort(new Error('enough'));
  await expect(aborted.text()).rejects.toThrow('enough');
  await (await fetch(`http://${host}/left`)).body?.cancel();
  await expect.poll(() => closed.toSorted()).toEqual(['/aborted', '/cut', '/left', '/long', '/silent']);
});
