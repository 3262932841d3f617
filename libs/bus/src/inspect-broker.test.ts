import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AckPolicy, jetstreamManager, RetentionPolicy } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { EVENTS, REQUESTS, SERVICES, type ServiceName } from '@smartcontent/contracts';
import { type RunningStore, startNats } from '@smartcontent/local-stack';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { connectBus } from './connection.js';
import { inspectBroker } from './inspect-broker.js';
import { natsPermissions } from './nats-permissions.js';
import { convergeStreams } from './streams.js';
import { eventually } from './test-bus.fixture.js';

const password = 'secret';
const folder = mkdtempSync(join(tmpdir(), 'smartcontent-broker-'));
let nats: RunningStore;
let admin: NatsConnection;

beforeAll(async () => {
  const services = SERVICES.map((user) => ({ user, password, permissions: natsPermissions(user, REQUESTS, EVENTS) }));
  nats = await startNats({ folder, isDurable: false, users: [...services, { user: 'platform', password }] });
  admin = await connect('platform');
});
afterAll(async () => {
  await admin?.close();
  await nats?.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  const { streams } = await jetstreamManager(admin);
  for await (const { config } of streams.list()) await streams.delete(config.name);
});

const connect = (name: string) => connectBus({ url: nats.url.replace('//', `//${name}:${password}@`), name });

/** With the service's own rights. */
async function inspect(service: ServiceName) {
  const connection = await connect(service);
  return inspectBroker(connection, service, EVENTS).finally(() => connection.close());
}

it.each(SERVICES)('finds nothing wrong for %s after the migrate step, and everything missing before it', async (service) => {
  const before = await inspect(service);
  expect(before.faults).toEqual([]);
  await convergeStreams(admin, EVENTS);
  expect(await inspect(service)).toEqual({ faults: [], missing: [] });
  if (service === 'content') {
    const durables = ['durable content_EVT_CONTENT', 'durable content_EVT_SCHEDULING'];
    expect(before.missing).toEqual(expect.arrayContaining(['stream EVT_CONTENT', 'stream DLQ_CONTENT', 'stream AUDIT', ...durables]));
  }
});

it('names a stream whose messages would vanish, and a durable that would skip some', async () => {
  const manager = await jetstreamManager(admin);
  await manager.streams.add({ name: 'EVT_CONTENT', subjects: ['evt.content.>'], retention: RetentionPolicy.Interest });
  await manager.streams.add({ name: 'EVT_SCHEDULING', subjects: ['evt.scheduling.>'] });
  const narrow = {
    durable_name: 'content_EVT_SCHEDULING',
    ack_policy: AckPolicy.All,
    max_deliver: 5,
    filter_subject: 'evt.scheduling.post.>',
  };
  await manager.consumers.add('EVT_SCHEDULING', narrow);
  const { faults } = await inspect('content');
  expect(faults).toEqual([
    'stream EVT_CONTENT has retention "interest", not "limits"',
    'stream EVT_CONTENT has discard "old", not "new"',
    'durable content_EVT_SCHEDULING has filter_subject "evt.scheduling.post.>", not "evt.scheduling.>"',
    'durable content_EVT_SCHEDULING has ack_policy "all", not "explicit"',
    'durable content_EVT_SCHEDULING has max_deliver 5, not -1',
  ]);
});

it('leaves limits to whoever runs the broker', async () => {
  await convergeStreams(admin, EVENTS);
  const { streams, consumers } = await jetstreamManager(admin);
  const { config } = await streams.info('EVT_CONTENT');
  await streams.update('EVT_CONTENT', { ...config, max_bytes: 1_000_000 });
  await consumers.update('EVT_CONTENT', 'content_EVT_CONTENT', { max_ack_pending: 7, ack_wait: 1_000_000_000 });
  expect(await inspect('content')).toEqual({ faults: [], missing: [] });
});

it('names a server that holds no streams or takes no message of a mebibyte', async () => {
  const file = join(folder, 'nats.conf');
  writeFileSync(file, `${readFileSync(file, 'utf8').replace(/jetstream.*\n/, '')}max_payload: 65536\n`);
  process.kill(nats.pid, 'SIGHUP');
  // Not by inspecting: a request that comes while JetStream is being shut down is never answered.
  await eventually(async () => expect(await maxPayload()).toBe(65_536));
  expect((await inspect('content')).faults).toEqual([
    'the NATS server runs without JetStream',
    'the NATS server takes messages of 65536 bytes; max_payload must be 1048576 at least',
  ]);
});

/** As a connection that begins now is told. */
async function maxPayload() {
  const connection = await connect('content');
  const bytes = connection.info?.max_payload;
  await connection.close();
  return bytes;
}
