import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type Address, AddressGuard, AddressRefused, type Resolve } from './address-guard.js';
import { AnswerBroken, fetchOutgoing, type OutgoingRequest, TooManyRedirects } from './fetch-outgoing.js';

const LOOPBACK: Address = { address: '127.0.0.1', family: 4 };
const PUBLIC: Address = { address: '93.184.215.14', family: 4 };
const GET: OutgoingRequest = { method: 'GET', timeoutMs: 5_000, limitBytes: 1_024 };
const MEBIBYTE = 1_048_576;

const servers: Server[] = [];
const talkers: TcpServer[] = [];
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of talkers.splice(0)) server.close();
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

/** `host:port` of one that says what it likes, whatever it is asked. */
async function rawReceiver(talk: (socket: Socket) => void): Promise<string> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    sockets.push(socket);
    socket.once('data', () => talk(socket));
  });
  talkers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const portOf = (host: string) => host.split(':')[1];

describe('a request to an address that a user gave', () => {
  test('arrives with its method, headers and body, under the name of its host, and brings the answer', async () => {
    let seen: unknown;
    const host = await receiver(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      seen = { method: request.method, host: request.headers.host, key: request.headers['x-key'], body };
      response.writeHead(201, [
        ['x-two', 'a'],
        ['x-two', 'b'],
      ] as never);
      response.end('done');
    });
    const name = `hooks.example:${portOf(host)}`;
    const guard = new AddressGuard([name], async () => [LOOPBACK]);
    const answer = await fetchOutgoing(guard, `http://${name}/x`, { ...GET, method: 'POST', headers: { 'x-key': 'k' }, body: 'hello' });
    expect(seen).toEqual({ method: 'POST', host: name, key: 'k', body: 'hello' });
    expect([answer.status, answer.headers['x-two'], answer.body.toString(), answer.url]).toEqual([201, 'a, b', 'done', `http://${name}/x`]);
  });

  test('goes where the one look-up said, whatever the name means by then', async () => {
    let calls = 0;
    const inside = await receiver((_request, response) => {
      calls += 1;
      response.end('the secrets of the own network');
    });
    let lookUps = 0;
    // Public when it is looked at, the own machine ever after.
    const rebinding: Resolve = async () => [lookUps++ === 0 ? { address: '192.0.2.1', family: 4 } : LOOPBACK];
    const name = `rebind.example:${portOf(inside)}`;
    const asked = fetchOutgoing(new AddressGuard([name], rebinding), `http://${name}/`, { ...GET, timeoutMs: 300 });
    await expect(asked).rejects.toThrow();
    expect([lookUps, calls]).toEqual([1, 0]);
    await expect(fetchOutgoing(new AddressGuard([], async () => [LOOPBACK]), `http://${name}/`, GET)).rejects.toThrow(AddressRefused);
    expect(calls).toBe(0);
  });

  test('tries the other addresses of a name, since all of them were looked at', async () => {
    const host = await receiver((_request, response) => response.end('second'));
    const name = `two.example:${portOf(host)}`;
    const guard = new AddressGuard([name], async () => [{ address: '127.0.0.99', family: 4 }, LOOPBACK]);
    expect((await fetchOutgoing(guard, `http://${name}/`, GET)).body.toString()).toBe('second');
  });

  test('leaves nothing open for the next one, which is looked at anew', async () => {
    const ports: (number | undefined)[] = [];
    const host = await receiver((request, response) => {
      ports.push(request.socket.remotePort);
      response.end();
    });
    const guard = new AddressGuard([host]);
    for (let count = 0; count < 2; count += 1) await fetchOutgoing(guard, `http://${host}/`, GET);
    expect(new Set(ports).size).toBe(2);
  });
});

describe('a redirect', () => {
  test('is the answer unless it was asked to be followed, and always for what is not a mere question', async () => {
    const host = await receiver((_request, response) => response.writeHead(307, { location: 'http://10.0.0.1/' }).end());
    const guard = new AddressGuard([host]);
    expect((await fetchOutgoing(guard, `http://${host}/`, GET)).status).toBe(307);
    expect((await fetchOutgoing(guard, `http://${host}/`, { ...GET, method: 'POST', redirects: 3 })).status).toBe(307);
  });

  test.each([
    'http://10.0.0.1/',
    'http://localhost:1/',
    'http://93.184.215.14:25/',
    'https://name:word@93.184.215.14/',
    '//169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'http://[::1]/',
  ])('to %s is refused', async (location) => {
    const host = await receiver((_request, response) => response.writeHead(302, { location }).end());
    const asked = fetchOutgoing(new AddressGuard([host]), `http://${host}/`, { ...GET, redirects: 3 });
    await expect(asked).rejects.toThrow(AddressRefused);
  });

  test('is followed as often as allowed and not once more', async () => {
    const host = await receiver((request, response) => {
      const step = Number(request.url?.slice(1));
      if (step === 3) response.end('there');
      else response.writeHead(302, { location: `/${step + 1}` }).end();
    });
    const guard = new AddressGuard([host]);
    const answer = await fetchOutgoing(guard, `http://${host}/0`, { ...GET, redirects: 3 });
    expect([answer.body.toString(), answer.url]).toEqual(['there', `http://${host}/3`]);
    await expect(fetchOutgoing(guard, `http://${host}/0`, { ...GET, redirects: 2 })).rejects.toThrow(TooManyRedirects);
  });

  test.each([undefined, 'http://'])('that leads nowhere (%s) is told', async (location) => {
    const host = await receiver((_request, response) => response.writeHead(302, location === undefined ? {} : { location }).end());
    await expect(fetchOutgoing(new AddressGuard([host]), `http://${host}/`, { ...GET, redirects: 1 })).rejects.toThrow(TooManyRedirects);
  });

  test('to somebody else carries along no header that may be a credential', async () => {
    const seen: unknown[] = [];
    const other = await receiver((request, response) => {
      seen.push([request.headers.authorization, request.headers.cookie, request.headers['x-key'], request.headers['user-agent']]);
      response.end();
    });
    const first = await receiver((_request, response) => response.writeHead(302, { location: `http://${other}/` }).end());
    const headers = { Authorization: 'Bearer t', cookie: 'a=b', 'x-key': 'k', 'User-Agent': 'ours' };
    await fetchOutgoing(new AddressGuard([first, other]), `http://${first}/`, { ...GET, headers, redirects: 1 });
    expect(seen).toEqual([[undefined, undefined, undefined, 'ours']]);
  });
});

describe('a hostile answer', () => {
  test('without end is cut off, and its status is known', async () => {
    let sent = 0;
    const host = await receiver((_request, response) => {
      const more = (): unknown => {
        while (sent < 256 * MEBIBYTE && !response.destroyed) {
          sent += MEBIBYTE;
          if (!response.write('x'.repeat(MEBIBYTE))) return response.once('drain', more);
        }
        return response.end();
      };
      more();
    });
    const failed = await fetchOutgoing(new AddressGuard([host]), `http://${host}/`, GET).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(AnswerBroken);
    expect(failed).toMatchObject({ status: 200, message: 'the answer could not be read: it is longer than 1024 bytes' });
    expect(sent).toBeLessThan(64 * MEBIBYTE);
  });

  test('may be as long as allowed to the byte, and is not unpacked', async () => {
    const host = await receiver((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'.repeat(1_024)));
    expect((await fetchOutgoing(new AddressGuard([host]), `http://${host}/`, GET)).body).toHaveLength(1_024);
  });

  test.each([
    ['headers without end', 'HTTP/1.1 200 OK\r\n', 'x-more: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n'],
    ['one header without end', 'HTTP/1.1 200 OK\r\nx-long: ', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'],
    ['a status line without end', 'HTTP/1.1 200 ', 'OK OK OK OK OK OK OK OK OK OK OK OK OK OK OK OK OK OK OK OK OK'],
    ['announcements of an answer', '', 'HTTP/1.1 103 Early Hints\r\nlink: </style.css>\r\n\r\n'],
    ['a chunk’s length without end', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;', 'extension=xxxxxxxxxxxxxxxxxxxxxx;'],
    ['trailers without end', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n', 'x-trailer: xxxxxxxxxxxxxxxxxxxxxxx\r\n'],
    ['no HTTP', '', 'SSH-2.0-OpenSSH_9.9\r\n'],
  ])('of %s costs no more than its time, and little memory', async (_what, first, again) => {
    const many = again.repeat(2_000);
    const host = await rawReceiver((socket) => {
      socket.write(first);
      const more = () => socket.writable && socket.write(many, () => setImmediate(more));
      more();
    });
    const before = process.memoryUsage().rss;
    const startedAt = performance.now();
    await expect(fetchOutgoing(new AddressGuard([host]), `http://${host}/`, { ...GET, timeoutMs: 700 })).rejects.toThrow();
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * MEBIBYTE);
  });

  test('that drips is given up when the time is over, whether its headers came or not', async () => {
    const silent = await receiver(() => undefined);
    const slow = fetchOutgoing(new AddressGuard([silent]), `http://${silent}/`, { ...GET, timeoutMs: 200 });
    await expect(slow).rejects.toMatchObject({ name: 'TimeoutError' });
    const dripping = await receiver((_request, response) => {
      // As slow as the connection lets it: each drop waits for the one before.
      const drip = () => response.write('.', () => !response.destroyed && setImmediate(drip));
      drip();
    });
    const dripped = fetchOutgoing(new AddressGuard([dripping]), `http://${dripping}/`, {
      ...GET,
      timeoutMs: 300,
      limitBytes: MEBIBYTE * 64,
    });
    await expect(dripped).rejects.toMatchObject({ name: 'AnswerBroken', status: 200, cause: { name: 'TimeoutError' } });
  });

  test('a resolver that never answers does not hold a request longer than its time', async () => {
    const guard = new AddressGuard([], () => Promise.withResolvers<never>().promise);
    await expect(fetchOutgoing(guard, 'http://stuck.example/', { ...GET, timeoutMs: 100 })).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('that breaks off half-way is told with its status', async () => {
    const host = await receiver((_request, response) => {
      response.writeHead(202, { 'content-length': '100' }).write('half');
      response.socket?.end();
    });
    const broken = fetchOutgoing(new AddressGuard([host]), `http://${host}/`, GET);
    await expect(broken).rejects.toMatchObject({ name: 'AnswerBroken', status: 202 });
  });

  test('that is a connection refused is told by its code', async () => {
    const host = await receiver(() => undefined);
    await new Promise((resolve) => servers.splice(0)[0]?.close(resolve));
    await expect(fetchOutgoing(new AddressGuard([host]), `http://${host}/`, GET)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    const refused = new AddressGuard([], async () => [PUBLIC]);
    await expect(fetchOutgoing(refused, 'no url', GET)).rejects.toThrow(TypeError);
  });
});
