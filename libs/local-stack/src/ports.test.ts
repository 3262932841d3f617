import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { freePort } from './free-port.js';
import { Home } from './home.js';
import { claimPortBlock, listenOn, type PortBlock } from './port-block.js';
import { PLATFORM_PORTS, Ports } from './ports.js';

const folder = mkdtempSync(join(tmpdir(), 'smartcontent-ports-'));
const NAMES = Array.from({ length: 30 }, (_, index) => `server ${index}`);
const held: { release(): Promise<unknown> }[] = [];
let homes = 0;

afterEach(async () => {
  await Promise.all(held.splice(0).map((one) => one.release()));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function newHome(): Home {
  homes += 1;
  return Home.open(join(folder, String(homes)));
}

function openPorts(home: Home, apiPort?: number): Ports {
  const ports = new Ports(home, apiPort);
  held.push(ports);
  return ports;
}

async function hold(block: Promise<PortBlock>): Promise<PortBlock> {
  held.push(await block);
  return block;
}

async function occupy(port: number): Promise<void> {
  const server = (await listenOn(port)) as Server;
  held.push({ release: () => new Promise((resolve) => server.close(resolve)) });
}

const claim = (first?: number) => claimPortBlock(PLATFORM_PORTS, { first });
const portsOf = (ports: Ports, names: readonly string[] = NAMES) => Promise.all(names.map((name) => ports.of(name)));
const blockIn = (home: Home) => home.read<{ block: number }>('ports.json')?.block as number;

test('platforms that start together share no port, though nobody listens yet, and nobody else draws one of theirs', async () => {
  const started = await Promise.all(Array.from({ length: 5 }, () => portsOf(openPorts(newHome()))));
  const drawn = await Promise.all(Array.from({ length: 90 }, () => freePort()));
  expect(new Set([...started.flat(), ...drawn]).size).toBe(5 * NAMES.length + 90);
  expect(Math.max(...drawn)).toBeLessThan(PLATFORM_PORTS.from);
});

test('what one process draws no other one draws, and drawing never ends while ports come back', async () => {
  const drawn = await Promise.all(Array.from({ length: 200 }, () => freePort()));
  const first = Math.floor(Math.min(...drawn) / 100) * 100;
  expect(Math.max(...drawn)).toBeLessThan(first + 100);
  const range = { from: first, to: first + 100 };
  await expect(claimPortBlock(range)).rejects.toThrow(
    `No ports are left between ${first} and ${first + 100}: stop another SmartContent of this machine`,
  );
});

test('the next start takes the same ports, whatever else is asked for before', async () => {
  const home = newHome();
  const first = openPorts(home);
  const before = await portsOf(first);
  await first.release();
  const second = openPorts(home);
  await portsOf(second, ['new']);
  expect(await portsOf(second)).toEqual(before);
});

test('a block that somebody else has meanwhile is left to him, with all its ports', async () => {
  const home = newHome();
  const first = openPorts(home);
  const before = await portsOf(first);
  await first.release();
  const taken = await hold(claim(blockIn(home)));
  const after = await portsOf(openPorts(home));
  expect(before.every((port) => taken.ports.includes(port))).toBe(true);
  expect(after.filter((port) => taken.ports.includes(port))).toEqual([]);
  expect(blockIn(home)).not.toBe(taken.first);
});

test('the block of a supervisor that was killed is there for the next start', async () => {
  const block = await claim();
  await block.release();
  const text = `require('node:net').createServer().listen(${block.first}, '127.0.0.1', () => console.log('listens'))`;
  const supervisor: ChildProcess = spawn(process.execPath, ['-e', text], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(supervisor.stdout as NonNullable<typeof supervisor.stdout>, 'data');
  expect((await hold(claim(block.first))).first).not.toBe(block.first);
  supervisor.kill('SIGKILL');
  await once(supervisor, 'exit');
  expect((await hold(claim(block.first))).first).toBe(block.first);
});

test('a port of the block that other software listens on is stepped over, at the first start and at later ones', async () => {
  const home = newHome();
  const block = await claim();
  await block.release();
  home.write('ports.json', { block: block.first });
  await occupy(block.first + 2);
  const first = openPorts(home);
  const before = await portsOf(first);
  expect(new Set(before)).toEqual(new Set(NAMES.map((_, index) => block.first + (index < 1 ? 1 : index + 2))));
  await first.release();
  await occupy(before[5] as number);
  const after = await portsOf(openPorts(home));
  expect(after.filter((port, index) => port !== before[index])).toEqual([Math.max(...before) + 1]);
});

test('the ports of before blocks are kept where no block may claim them', async () => {
  const home = newHome();
  // Ours or another's: not this platform's.
  await hold(claim(29_100));
  const [outside, other] = [await freePort(), await freePort()];
  writeFileSync(home.path('ports.json'), JSON.stringify({ postgres: outside, nats: 29_132, redis: other }));
  await occupy(other);
  const ports = openPorts(home);
  const [postgres, nats, redis] = await portsOf(ports, ['postgres', 'nats', 'redis']);
  const first = blockIn(home);
  expect(postgres).toBe(outside);
  expect([nats, redis]).toEqual([first + 1, first + 2]);
  expect(JSON.parse(readFileSync(home.path('ports.json'), 'utf8'))).toEqual({ block: first, postgres, nats, redis });
});

test('an API’s port among the blocks is nobody else’s', async () => {
  for (const apiPort of [31_500, 31_507, 31_599]) {
    const home = newHome();
    home.write('ports.json', { block: 31_500 });
    const ports = await portsOf(openPorts(home, apiPort));
    expect(ports.filter((port) => port >= 31_500 && port < 31_600)).toEqual([]);
  }
});
