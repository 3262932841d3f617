import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FrontDoor, type Write } from './front-door.js';
import { Ledger } from './ledger.js';

/** A status to answer with, or what is done instead. */
type Played = number | 'hang up' | 'say nothing';

let server: Server;
let door: FrontDoor;
let played: Played[];
let heard: IncomingMessage[];

beforeEach(async () => {
  heard = [];
  server = createServer((request, response) => {
    heard.push(request);
    const next = played.shift() ?? 200;
    if (next === 'hang up') request.socket.destroy();
    else if (next !== 'say nothing')
      response.writeHead(next, { 'content-type': 'application/json' }).end(JSON.stringify({ id: 'x', code: `CODE_${next}` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  door = new FrontDoor(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, new Ledger());
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

it('keeps what an acknowledged write was told', async () => {
  played = [201];
  expect(await door.write(write('POST'))).toMatchObject({ outcome: 'acknowledged', status: 201, attempts: 1, answer: { id: 'x' } });
});

it('repeats under the same key and correlation id until it is told', async () => {
  played = ['hang up', 503, 500, 201];
  const entry = await door.write(write('POST'));
  expect(entry).toMatchObject({ outcome: 'acknowledged', attempts: 4 });
  expect(new Set(heard.map(({ headers }) => headers['idempotency-key']))).toEqual(new Set([entry.id]));
  expect(new Set(heard.map(({ headers }) => headers['x-correlation-id']))).toEqual(new Set([entry.id]));
});

it('waits longer for an answer after each attempt that had none', async () => {
  played = ['say nothing', 'say nothing', 'say nothing', 201];
  const { attempts, sentAtMs, answeredAtMs } = await door.write({ ...write('POST'), attemptMs: 20, pauseMs: 0 });
  expect(attempts).toBe(4);
  expect(answeredAtMs - sentAtMs).toBeGreaterThanOrEqual(20 + 40 + 80 - 3);
});

it('believes a refusal, and one that follows a lost answer only where the key makes it final', async () => {
  played = [409];
  expect(await door.write(write('PATCH'))).toMatchObject({ outcome: 'refused', code: 'CODE_409', answer: null });
  played = ['hang up', 409];
  expect(await door.write(write('PATCH'))).toMatchObject({ outcome: 'unknown', status: 409 });
  played = ['hang up', 409];
  expect(await door.write(write('POST'))).toMatchObject({ outcome: 'refused' });
});

it('knows nothing of a write that nobody ever answered for good', async () => {
  played = ['hang up', 503];
  expect(await door.write({ ...write('POST'), patienceMs: 0 })).toMatchObject({ outcome: 'unknown', answer: null });
  expect(door.ledger.summary('edit')).toEqual({ acknowledged: 0, refused: 0, unknown: 1, repeated: 0 });
});

function write(method: Write['method']): Write {
  return { kind: 'edit', companyId: 'acme', method, path: '/v1/content', body: {}, token: 'key' };
}
