import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { nanos } from '@nats-io/transport-node';
import { LeaseStore, newId } from '@smartcontent/database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commitEvent, eventually } from './test-bus.fixture.js';
import { TestRelays, upTo } from './test-relay.fixture.js';

const main = fileURLToPath(new URL('./relay-process.fixture.ts', import.meta.url));
/** Lets plain Node run the sources: a relative import that ends in .js means the .ts beside it. */
const fromSource = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  const isOurs = (specifier, from) => /^\\.\\.?\\//.test(specifier) && !from?.includes('/node_modules/');
  registerHooks({ resolve: (specifier, context, next) =>
    next(isOurs(specifier, context.parentURL) ? specifier.replace(/\\.js$/, '.ts') : specifier, context) });`)}`;
const nodeFlags = ['-C', 'development', '--no-warnings', '--experimental-transform-types', '--import', fromSource];
/** The relay's statement that waits for the table. */
const READING = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FROM outbox%'`;
const TAKE_OVER_MS = 2_000;
/** A process that compiles its sources, on a busy machine. */
const START_MS = 30_000;
const TIMEOUT = { timeout: 90_000 };

let relays: TestRelays;
const processes: ChildProcess[] = [];

beforeEach(async () => {
  relays = await TestRelays.start();
});
afterEach(async () => {
  for (const child of processes.splice(0)) child.kill('SIGKILL');
  await relays[Symbol.asyncDispose]();
});

/** A replica in a process of its own, which has published this first version and so has the lease. */
async function startHolder(id: string): Promise<ChildProcess> {
  const where = { natsUrl: relays.bus.natsUrl('scheduling'), ...relays.bus.databaseUrls('scheduling') };
  const child = spawn(process.execPath, [...nodeFlags, main, JSON.stringify(where)], { stdio: ['ignore', 'pipe', 'inherit'] });
  processes.push(child);
  await relays.change(id, 1);
  await eventually(async () => expect(await relays.outbox.unpublished(1)).toEqual([]), START_MS);
  return child;
}

/** Returns when the process has looked at all that came in while it was stopped. */
async function goOn(child: ChildProcess): Promise<void> {
  child.kill('SIGCONT');
  for (let turn = 1; turn <= 2; turn += 1) {
    child.kill('SIGUSR2');
    await once(child.stdout as Readable, 'data');
  }
}

describe('a relay whose process', TIMEOUT, () => {
  it.each(['SIGSTOP', 'SIGKILL'] as const)('gets %s is followed within 2 s', async (signal) => {
    const id = newId();
    const holder = await startHolder(id);
    await relays.startRelay();
    holder.kill(signal);
    await relays.change(id, 2);
    await eventually(async () => expect(await relays.count()).toBe(2), TAKE_OVER_MS);
  });

  it('is stopped in the middle of a backlog does no harm when it goes on', async () => {
    const id = newId();
    const holder = await startHolder(id);
    const next = await relays.startRelay();
    await relays.changeMany(id, 3_000, 2);
    await eventually(async () => expect(await relays.count()).toBeGreaterThan(1));
    holder.kill('SIGSTOP');
    await eventually(async () => expect(await relays.epoch()).toBe(2));
    holder.kill('SIGCONT');
    await relays.changeMany(id, 100, 3_002);
    await next.drained();
    expect(await relays.published()).toEqual(upTo(id, 3_101));
    expect(await relays.epoch()).toBe(2);
  });

  it('is stopped between reading and sending sends nothing when it goes on', async () => {
    const id = newId();
    // What is sent again after this time is stored again.
    await relays.limit({ duplicate_window: nanos(100) });
    const holder = await startHolder(id);
    await relays.scheduling.withSystem('test', async (tx) => {
      await tx.query('LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE');
      await relays.changeIn(tx, id, 2);
      await eventually(async () => expect(await tx.query(READING)).not.toEqual([]));
      holder.kill('SIGSTOP');
    });
    const next = await relays.startRelay();
    await next.drained();
    await relays.probe();
    await eventually(async () => expect((await relays.probe()).duplicate).toBe(false));
    await goOn(holder);
    await relays.changeMany(id, 100, 3);
    await next.drained();
    expect((await relays.published()).filter(([aggregateId]) => aggregateId === id)).toEqual(upTo(id, 102));
  });
});

it('keeps its lease and publishes on while others use up the connections for system work', { timeout: 60_000 }, async () => {
  const other = await relays.bus.database('scheduling');
  const lease = `SELECT epoch, extract(epoch FROM expires_at)::float8 AS ends_at FROM relay_lease WHERE name = 'relay'`;
  const look = () => other.withSystem('test', (tx) => tx.one<{ epoch: number; ends_at: number }>(lease));
  const relay = await relays.startRelay();
  await relays.change(newId(), 1);
  await relay.drained();
  const before = await look();
  const isOver = Promise.withResolvers<void>();
  const long = [1, 2].map(() => relays.scheduling.withSystem('test', () => isOver.promise));
  const event = () => commitEvent(other, { id: newId(), version: 1, companyId: relays.companyId });
  try {
    await event();
    await eventually(async () => expect(await relays.count()).toBe(2));
    await eventually(async () => expect((await look())?.ends_at).toBeGreaterThan((before?.ends_at ?? 0) + 3));
    await event();
    await eventually(async () => expect(await relays.count()).toBe(3));
    expect((await look())?.epoch).toBe(before?.epoch);
  } finally {
    isOver.resolve();
    await Promise.all(long);
  }
});

it('leaves the lease of another untouched, however often it is nudged', async () => {
  await new LeaseStore(relays.scheduling, { name: 'relay', seconds: 30 }).take('another');
  const row = () =>
    relays.scheduling.withSystem('test', (tx) => tx.one(`SELECT xmin::text, xmax::text FROM relay_lease WHERE name = 'relay'`));
  const before = await row();
  await relays.startRelay();
  const id = newId();
  for (let version = 1; version <= 50; version += 1) await relays.change(id, version);
  expect(await row()).toEqual(before);
  expect(await relays.count()).toBe(0);
});
