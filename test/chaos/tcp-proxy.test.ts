import { connect, createServer, type Server, type Socket } from 'node:net';
import { eventually } from '@smartcontent/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TcpProxy } from './tcp-proxy.js';

let echo: Server;
let proxy: TcpProxy;
const clients: Client[] = [];

beforeEach(async () => {
  echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  proxy = await TcpProxy.before(`tcp://127.0.0.1:${(echo.address() as { port: number }).port}`);
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.destroy();
  await proxy.close();
  await new Promise((resolve) => echo.close(resolve));
});

it('passes bytes in both directions', async () => {
  const client = open();
  client.socket.write('hello');
  await eventually(() => expect(client.received).toBe('hello'));
});

it('resets what stands and takes what comes next', async () => {
  const before = await speaking();
  proxy.reset();
  await eventually(() => expect(before.ended).toBe('ECONNRESET'));
  await speaking();
});

it('refuses while it is cut, and has the same port afterwards', async () => {
  const before = await speaking();
  const { port } = proxy;
  await proxy.cut();
  await eventually(() => expect(before.ended).toBe('ECONNRESET'));
  const refused = open();
  await eventually(() => expect(refused.ended).toBe('ECONNREFUSED'));
  await proxy.mend();
  expect(proxy.port).toBe(port);
  await speaking();
});

it('holds every byte without a word, and gives it out when the network heals', async () => {
  const before = await speaking();
  proxy.hold();
  const during = open();
  before.socket.write('held');
  during.socket.write('held');
  await eventually(() => expect(during.isConnected).toBe(true));
  expect([before.received, during.received, before.ended]).toEqual(['hello', '', undefined]);
  proxy.release('resume');
  await eventually(() => expect([before.received, during.received]).toEqual(['helloheld', 'held']));
});

it('forgets the connections of a hold that ends so', async () => {
  const before = await speaking();
  proxy.hold();
  before.socket.write('swallowed');
  proxy.release('reset');
  await eventually(() => expect(before.ended).toBe('ECONNRESET'));
  expect(before.received).toBe('hello');
  await speaking();
});

interface Client {
  readonly socket: Socket;
  received: string;
  ended: string | undefined;
  isConnected: boolean;
}

function open(): Client {
  const client: Client = { socket: connect(proxy.port, '127.0.0.1'), received: '', ended: undefined, isConnected: false };
  client.socket.on('data', (bytes) => {
    client.received += bytes.toString();
  });
  client.socket.on('connect', () => {
    client.isConnected = true;
  });
  client.socket.on('error', (error: NodeJS.ErrnoException) => {
    client.ended = error.code;
  });
  clients.push(client);
  return client;
}

/** A connection that has been answered. */
async function speaking(): Promise<Client> {
  const client = open();
  client.socket.write('hello');
  await eventually(() => expect(client.received).toBe('hello'));
  return client;
}
