import { cpSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { commitChange, type Database, LeaseStore, newId } from '@smartcontent/database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Relay } from './relay.js';
import { commitEvent, eventually, PostChanged, TestBus } from './test-bus.fixture.js';

const STREAM = 'EVT_SCHEDULING';
let bus: TestBus;
let connection: NatsConnection;
let scheduling: Database;
const relays: Relay[] = [];
const companyId = newId();
/** A request that was under way when the server fell waits 5 s for its answer. */
const RECOVERY_MS = 20_000;

beforeEach(async () => {
  bus = await TestBus.start({ postgres: true });
  connection = await bus.connect();
  scheduling = await bus.database('scheduling');
});
afterEach(async () => {
  for (const relay of relays.splice(0)) await relay.stop();
  await bus[Symbol.asyncDispose]();
});

async function startRelay(database = scheduling): Promise<Relay> {
  const relay = new Relay({ connection: await bus.connect('scheduling'), service: 'scheduling', database, log: bus.log });
  relays.push(relay);
  relay.start();
  return relay;
}

const change = (id: string, version: number, then?: () => void) => commitEvent(scheduling, { id, version, companyId }, then);

async function changeMany(id: string, count: number, from = 1): Promise<void> {
  for (let version = from; version < from + count; version += 1) await change(id, version);
}

/** `[aggregate, version]` of each message of the stream. */
async function published(): Promise<[string, number][]> {
  const manager = await jetstreamManager(connection);
  const { state } = await manager.streams.info(STREAM);
  const found: [string, number][] = [];
  for (let seq = 1; seq <= state.last_seq; seq += 1) {
    const message = await manager.streams.getMessage(STREAM, { seq });
    if (message) found.push([message.header.get('ce-aggregateid'), Number(message.header.get('ce-aggregateversion'))]);
  }
  return found;
}

const upTo = (id: string, count: number) => Array.from({ length: count }, (_, index) => [id, index + 1]);
const epoch = () => scheduling.withSystem('test', (tx) => tx.one<{ epoch: number }>(`SELECT epoch FROM relay_lease WHERE name = 'relay'`));

describe('the relay', () => {
  it('sends everything once that was committed, in order, and nothing that was rolled back', async () => {
    const id = newId();
    const relay = await startRelay();
    await changeMany(id, 5);
    const rolledBack = change(newId(), 1, () => {
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    await changeMany(id, 5, 6);
    await relay.drained();
    expect(await published()).toEqual(upTo(id, 10));
  });

  it('keeps the sequence of each acknowledgement and carries the attributes of the event', async () => {
    const id = newId();
    const relay = await startRelay();
    await changeMany(id, 3);
    await relay.drained();
    const rows = await scheduling.withSystem('test', (tx) =>
      tx.query<{ event_id: string; stream_sequence: number }>('SELECT event_id, stream_sequence FROM outbox ORDER BY id'),
    );
    expect(rows.map((row) => row.stream_sequence)).toEqual([1, 2, 3]);
    const message = await (await jetstreamManager(connection)).streams.getMessage(STREAM, { seq: 1 });
    expect(message?.json()).toEqual({ text: 'text 1' });
    expect(message?.header.get('Nats-Msg-Id')).toBe(rows[0]?.event_id);
    expect(Object.fromEntries([...(message?.header ?? [])].map(([name, [value]]) => [name, value]))).toMatchObject({
      'ce-specversion': '1.0',
      'ce-id': rows[0]?.event_id,
      'ce-type': PostChanged.subject,
      'ce-companyid': companyId,
      'ce-aggregateid': id,
      'ce-aggregateversion': '1',
      'ce-correlationid': expect.any(String),
      'ce-actor': 'service:scheduling',
    });
  });

  it('hears of a commit in another replica long before it would look by itself', async () => {
    const holder = await startRelay();
    await change(newId(), 1);
    await holder.drained();
    const other = await bus.database('scheduling');
    await startRelay(other);
    const id = newId();
    await commitEvent(other, { id, version: 1, companyId });
    await eventually(async () => expect(await published()).toContainEqual([id, 1]), 600);
  });

  it('takes over when the holder gives the lease back, and when it falls silent', async () => {
    const id = newId();
    const first = await startRelay();
    await changeMany(id, 2);
    await first.drained();
    const second = await startRelay();
    await first.stop();
    await changeMany(id, 2, 3);
    await second.drained();
    await second.stop();
    await new LeaseStore(scheduling, { name: 'relay', seconds: 1 }).take('a process that was killed');
    await changeMany(id, 2, 5);
    const third = await startRelay();
    await third.drained();
    expect(await published()).toEqual(upTo(id, 6));
    expect(await epoch()).toEqual({ epoch: 4 });
  });

  it('goes on where it was when NATS comes back', async () => {
    const id = newId();
    const relay = await startRelay();
    await changeMany(id, 3);
    await relay.drained();
    await bus.stopNats();
    await changeMany(id, 700, 4);
    await bus.startNats();
    await relay.drained();
    expect(await published()).toEqual(upTo(id, 703));
  });

  it('waits while the stream is full, and loses nothing', async () => {
    const id = newId();
    const manager = await jetstreamManager(connection);
    await manager.streams.update(STREAM, { max_msgs: 2 });
    const relay = await startRelay();
    await changeMany(id, 5);
    await eventually(async () => expect(await published()).toHaveLength(2));
    await manager.streams.update(STREAM, { max_msgs: -1 });
    await relay.drained();
    expect(await published()).toEqual(upTo(id, 5));
  });
});

describe('the relay under pressure', () => {
  it('keeps the order where the stream refuses a large event and would take the small one after it', async () => {
    const id = newId();
    const manager = await jetstreamManager(connection);
    await manager.streams.update(STREAM, { max_bytes: 4_096 });
    await change(id, 1);
    await commitEvent(scheduling, { id, version: 2, companyId, text: 'x'.repeat(8_000) });
    await changeMany(id, 2, 3);
    const relay = await startRelay();
    await eventually(async () => expect((await published()).length).toBeGreaterThan(0));
    await manager.streams.update(STREAM, { max_bytes: -1 });
    await relay.drained();
    expect(await published()).toEqual(upTo(id, 4));
  });

  it('does not wait for its upkeep', async () => {
    const other = await bus.database('scheduling');
    const isHeld = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const upkeep = other.withSystem('test', async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtext('scheduling partitions'))`);
      isHeld.resolve();
      await released.promise;
    });
    await isHeld.promise;
    const id = newId();
    await change(id, 1);
    await startRelay();
    try {
      await eventually(async () => expect(await published()).toEqual(upTo(id, 1)), 1_500);
    } finally {
      released.resolve();
      await upkeep;
    }
  });
});

describe('a broker that lost its tail', () => {
  let messages: string;
  let copy: string;
  beforeEach(() => {
    [messages] = globSync(join(bus.natsFolder, `**/streams/${STREAM}/msgs`)) as [string];
    copy = mkdtempSync(join(tmpdir(), 'smartcontent-tail-'));
  });
  afterEach(() => rmSync(copy, { recursive: true, force: true }));

  /** Remembers the stream's messages as they are on disk. */
  async function remember(): Promise<void> {
    await bus.stopNats();
    cpSync(messages, copy, { recursive: true });
    await bus.startNats();
  }

  /** Brings them back, as after a power cut before the last sync; durables keep what they knew. */
  async function forgetTail(): Promise<void> {
    await bus.stopNats();
    rmSync(messages, { recursive: true });
    cpSync(copy, messages, { recursive: true });
    await bus.startNats();
  }

  it('gets it back under a new epoch, once', async () => {
    const id = newId();
    const relay = await startRelay();
    await changeMany(id, 4);
    await relay.drained();
    await remember();
    await changeMany(id, 6, 5);
    await relay.drained();
    const before = await epoch();
    await forgetTail();
    await eventually(async () => expect(await published()).toEqual(upTo(id, 10)), RECOVERY_MS);
    expect((await epoch())?.epoch).toBe((before?.epoch ?? 0) + 1);
    expect(bus.log.errors).toEqual(['the broker lost messages that it had acknowledged; they are published again']);
  });

  it('gets it back before anything newer, also when the relay was not there', async () => {
    const id = newId();
    const relay = await startRelay();
    await changeMany(id, 4);
    await relay.drained();
    await remember();
    await changeMany(id, 6, 5);
    await relay.drained();
    await relay.stop();
    await changeMany(id, 2, 11);
    await forgetTail();
    await (await startRelay()).drained();
    expect(await published()).toEqual(upTo(id, 12));
  });

  it('gets it back before what was being read from the outbox while it was away', async () => {
    const id = newId();
    const relay = await startRelay();
    await changeMany(id, 4);
    await relay.drained();
    await remember();
    await changeMany(id, 6, 5);
    await relay.drained();
    const other = await bus.database('scheduling');
    await other.withSystem('test', async (tx) => {
      await tx.query('LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE');
      await eventually(async () => expect(await tx.query('SELECT FROM pg_locks WHERE NOT granted')).not.toEqual([]));
      await forgetTail();
      const event = { contract: PostChanged, aggregateId: id, aggregateVersion: 11, data: { text: 'text 11' } };
      await commitChange(tx, { event, audit: { table: 'posts', operation: 'update' } }, companyId);
    });
    await relay.drained();
    await eventually(async () => expect(await published()).toEqual(upTo(id, 11)), RECOVERY_MS);
  });

  it('has every durable again, also one whose repair was cut short after it was deleted', async () => {
    const id = newId();
    const relay = await startRelay();
    const manager = await jetstreamManager(connection);
    await changeMany(id, 2);
    await relay.drained();
    await remember();
    await changeMany(id, 2, 3);
    await relay.drained();
    await relay.stop();
    await manager.consumers.delete(STREAM, `content_${STREAM}`);
    await forgetTail();
    await startRelay();
    await eventually(async () => expect(await published()).toEqual(upTo(id, 4)), RECOVERY_MS);
    const { config, num_pending } = await manager.consumers.info(STREAM, `content_${STREAM}`);
    expect(config.deliver_policy).toBe('all');
    expect(num_pending).toBe(4);
  });

  it('has no durable that skips what comes next', async () => {
    const id = newId();
    const relay = await startRelay();
    const manager = await jetstreamManager(connection);
    await changeMany(id, 2);
    await relay.drained();
    await remember();
    await changeMany(id, 8, 3);
    await relay.drained();
    const consumer = await manager.jetstream().consumers.get(STREAM, `content_${STREAM}`);
    const taken: number[] = [];
    const take = async (count: number) => {
      for await (const message of await consumer.fetch({ max_messages: count, expires: 5_000 })) {
        taken.push(Number(message.headers?.get('ce-aggregateversion')));
        await message.ackAck();
      }
    };
    await take(10);
    await forgetTail();
    await eventually(async () => expect(await published()).toHaveLength(10), RECOVERY_MS);
    await changeMany(id, 2, 11);
    await relay.drained();
    await take(10);
    expect(taken.slice(10)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });
});
