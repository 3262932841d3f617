import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection, nanos } from '@nats-io/transport-node';
import { convergeStreams, natsPermissions, RequestClient } from '@smartcontent/bus';
import { migrateClickHouse } from '@smartcontent/clickhouse';
import { EVENTS, GetTotals, REQUESTS } from '@smartcontent/contracts';
import { type RunningStore, startClickHouse, startNats } from '@smartcontent/local-stack';
import { Log, Metrics, type RunningService } from '@smartcontent/service';
import { type Caller, eventually } from '@smartcontent/testing';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { AROUND, batch, event, events, useAnalytics } from './use-analytics.js';

const analytics = useAnalytics();
const folder = mkdtempSync(join(tmpdir(), 'analytics-test-'));
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function views(caller: Caller): Promise<number> {
  const { items } = await caller.call(GetTotals, AROUND);
  return items.reduce((sum, item) => sum + item.events, 0);
}

async function startService(env: Record<string, string>, settings = {}): Promise<RunningService> {
  const service = await analytics.start(settings, env);
  closers.push(() => analytics.stop(service));
  return service;
}

test('while ClickHouse is away nothing is lost, and it catches up; the log has the outage in two lines', async () => {
  const caller = analytics.stack.caller();
  const own = join(folder, 'clickhouse');
  let store = await startClickHouse({ folder: own });
  closers.push(() => store.stop());
  const url = `${store.url}/events`;
  await migrateClickHouse(url, join(import.meta.dirname, '..', 'clickhouse'));
  const service = await startService({ CLICKHOUSE_URL: url });
  const log = service.get(Log);
  const said = [vi.spyOn(log, 'warn'), vi.spyOn(log, 'info')] as const;
  const lines = () => said.flatMap(({ mock }) => mock.calls.filter(([message]) => message.includes('ingest')).map(([, fields]) => fields));
  await analytics.send(caller.companyId, events(5));
  await analytics.booked(caller, { stored: 5 });
  process.kill(store.pid, 'SIGKILL');
  await store.exited;
  await analytics.send(caller.companyId, events(7));
  await expect(caller.call(GetTotals, AROUND)).rejects.toMatchObject({ code: 'PLATFORM_STORE_UNAVAILABLE' });
  await eventually(() => expect(lines()).toHaveLength(1));
  store = await startClickHouse({ folder: own, port: store.port });
  await analytics.booked(caller, { accepted: 12, stored: 12, duplicate: 0, in_flight: 0 });
  expect(await views(caller)).toBe(12);
  const away = { error: expect.stringMatching(/^PLATFORM_STORE_UNAVAILABLE: .*\(.+\)$/) };
  await eventually(() => expect(lines()).toEqual([away, { seconds: expect.any(Number), tries: expect.any(Number) }]));
});

test('a stream that was made anew is read from its start, and what comes twice counts once', async () => {
  const caller = analytics.stack.caller();
  await startService({}, { housekeepingSeconds: 0 });
  const kept = events(6);
  await analytics.send(caller.companyId, kept);
  await analytics.booked(caller, { stored: 6 });
  await (await jetstreamManager(analytics.stack.nats)).streams.delete('INGEST');
  await convergeStreams(analytics.stack.nats, EVENTS);
  await analytics.send(caller.companyId, [...kept, event()]);
  await analytics.booked(caller, { stored: 7, duplicate: 6 });
  const [epoch] = await analytics.stack.query<{ epoch: number; shift: string }>('SELECT max(epoch) AS epoch FROM analytics.ingest_epochs');
  expect(epoch?.epoch).toBe(2);
});

describe('a stream whose messages have all gone by their age', () => {
  async function age(): Promise<void> {
    const { streams } = await jetstreamManager(analytics.stack.nats);
    const { config } = await streams.info('INGEST');
    await streams.update('INGEST', { ...config, max_age: nanos(200), duplicate_window: nanos(200) });
    await eventually(async () => expect((await streams.info('INGEST')).state.messages).toBe(0));
    await streams.update('INGEST', config);
  }
  const epochs = () => analytics.stack.query('SELECT epoch FROM analytics.ingest_epochs');

  test('is the same stream where all were read, to who reads it and to who starts later, and nobody is warned', async () => {
    const caller = analytics.stack.caller();
    const service = await analytics.start();
    await analytics.send(caller.companyId, events(3));
    await analytics.booked(caller, { stored: 3 });
    const before = await epochs();
    await age();
    await analytics.send(caller.companyId, events(4));
    await analytics.booked(caller, { stored: 7 });
    await age();
    await analytics.stop(service);
    const next = await analytics.start();
    closers.push(() => analytics.stop(next));
    await analytics.send(caller.companyId, events(5));
    await analytics.booked(caller, { accepted: 12, stored: 12, duplicate: 0, in_flight: 0 });
    expect(await epochs()).toEqual(before);
    for (const one of [service, next]) expect(await one.get(Metrics).text()).not.toMatch(/^ingest_(?:failures|epochs)_total [1-9]/m);
  });

  test('has lost what nobody had read', async () => {
    const caller = analytics.stack.caller();
    const service = await analytics.start();
    await analytics.send(caller.companyId, events(3));
    await analytics.booked(caller, { stored: 3 });
    await analytics.stop(service);
    const before = await epochs();
    await analytics.send(caller.companyId, events(4));
    await age();
    const next = await analytics.start();
    closers.push(() => analytics.stop(next));
    await analytics.send(caller.companyId, events(5));
    await analytics.booked(caller, { accepted: 8, stored: 8 });
    expect(await epochs()).toHaveLength(before.length + 1);
    expect(await next.get(Metrics).text()).toMatch(/^ingest_epochs_total 1$/m);
  });
});

test('a broker that comes back without its last messages is read on from where it stands', async () => {
  const broker = new Broker(join(folder, 'nats'));
  await broker.start();
  closers.push(() => broker.stop());
  const caller = broker.caller();
  await analytics.stack.query('TRUNCATE analytics.ingest_offsets, analytics.ingest_epochs');
  await startService({ NATS_URL: broker.url.replace('//', '//analytics:secret@') });
  const [early, lost, late] = [events(3), events(4), events(5)];
  await broker.send(caller, early);
  await analytics.booked(caller, { stored: 3 });
  await broker.copyStore();
  await broker.send(caller, lost);
  await analytics.booked(caller, { stored: 7 });
  await broker.putBack();
  // Other messages now have the sequences of the lost ones.
  await broker.send(caller, [...late, ...early]);
  await broker.send(caller, lost);
  await analytics.booked(caller, { stored: 12, duplicate: 7, in_flight: 0 });
  expect(await views(caller)).toBe(12);
});

/** A nats-server of this test's own, with the rights of the platform, whose store can be put back to what it was. */
class Broker {
  #store: RunningStore | null = null;
  #connection: NatsConnection | null = null;
  url = '';

  constructor(private readonly home: string) {}

  async start(): Promise<void> {
    const permissions = natsPermissions('analytics', REQUESTS, EVENTS);
    const users = [
      { user: 'analytics', password: 'secret', permissions },
      { user: 'platform', password: 'secret' },
    ];
    this.#store = await startNats({ folder: this.home, isDurable: false, port: this.#store?.port, users });
    this.url = this.#store.url;
    this.#connection = await connect({ servers: this.url, user: 'platform', pass: 'secret' });
    await convergeStreams(this.#connection, EVENTS);
  }

  async stop(): Promise<void> {
    await this.#connection?.close();
    await this.#store?.stop();
  }

  /** A user whose requests go over this broker. */
  caller(): Caller {
    const caller = analytics.stack.caller();
    return {
      ...caller,
      call: async (contract, input) => new RequestClient(this.#connection as NatsConnection).call(contract, input, await caller.context()),
    };
  }

  send(caller: Caller, rows: Parameters<typeof batch>[1]): Promise<void> {
    return analytics.publish(batch(caller.companyId, rows), this.#connection as NatsConnection);
  }

  async copyStore(): Promise<void> {
    await this.stop();
    cpSync(join(this.home, 'jetstream'), join(folder, 'copy'), { recursive: true });
    await this.start();
  }

  async putBack(): Promise<void> {
    await this.stop();
    rmSync(join(this.home, 'jetstream'), { recursive: true });
    cpSync(join(folder, 'copy'), join(this.home, 'jetstream'), { recursive: true });
    await this.start();
  }
}
