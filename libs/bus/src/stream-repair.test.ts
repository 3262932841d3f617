import { cpSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@smartcontent/database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from './test-bus.fixture.js';
import { STREAM, TestRelays, upTo } from './test-relay.fixture.js';

const RECOVERY_MS = 20_000;

let relays: TestRelays;
beforeEach(async () => {
  relays = await TestRelays.start();
});
afterEach(() => relays[Symbol.asyncDispose]());

describe('a broker that lost its tail', { timeout: 60_000 }, () => {
  let messages: string;
  let copy: string;
  beforeEach(() => {
    [messages] = globSync(join(relays.bus.natsFolder, `**/streams/${STREAM}/msgs`)) as [string];
    copy = mkdtempSync(join(tmpdir(), 'smartcontent-tail-'));
  });
  afterEach(() => rmSync(copy, { recursive: true, force: true }));

  /** Remembers the stream's messages as they are on disk. */
  async function remember(): Promise<void> {
    await relays.bus.stopNats();
    cpSync(messages, copy, { recursive: true });
    await relays.bus.startNats();
  }

  /** Brings them back, as after a power cut before the last sync; durables keep what they knew. */
  async function forgetTail(): Promise<void> {
    await relays.bus.stopNats();
    rmSync(messages, { recursive: true });
    cpSync(copy, messages, { recursive: true });
    await relays.bus.startNats();
  }

  it('gets it back under a new epoch, once', async () => {
    const id = newId();
    const relay = await relays.startRelay();
    await relays.changeMany(id, 4);
    await relay.drained();
    await remember();
    await relays.changeMany(id, 6, 5);
    await relay.drained();
    const before = await relays.epoch();
    await forgetTail();
    await eventually(async () => expect(await relays.published()).toEqual(upTo(id, 10)), RECOVERY_MS);
    expect(await relays.epoch()).toBeGreaterThan(before ?? 0);
    expect(relays.bus.log.errors).toEqual(['the broker lost messages that it had acknowledged; they are published again']);
  });

  it('gets it back in the middle of a backlog', async () => {
    const id = newId();
    const relay = await relays.startRelay();
    await relays.changeMany(id, 100);
    await relay.drained();
    await remember();
    await relays.changeMany(id, 3_000, 101);
    await eventually(async () => expect(await relays.count()).toBeGreaterThan(200));
    await forgetTail();
    await relay.drained();
    await eventually(async () => expect(await relays.published()).toEqual(upTo(id, 3_100)), RECOVERY_MS);
  });

  it('tells once of what it lost for good', async () => {
    const id = newId();
    const relay = await relays.startRelay();
    await relays.changeMany(id, 2);
    await relay.drained();
    await remember();
    await relays.changeMany(id, 2, 3);
    await relay.drained();
    // As the upkeep leaves it an hour after it was published.
    await relays.query('UPDATE outbox SET headers = NULL, data = NULL');
    await forgetTail();
    await eventually(() => expect(relays.bus.log.errors).toHaveLength(1), RECOVERY_MS);
    await relays.bus.stopNats();
    await relays.bus.startNats();
    await relays.change(id, 5);
    await relay.drained();
    expect(relays.bus.log.errors).toHaveLength(1);
  });

  it('gets it back before anything newer, also when the relay was not there', async () => {
    const id = newId();
    const relay = await relays.startRelay();
    await relays.changeMany(id, 4);
    await relay.drained();
    await remember();
    await relays.changeMany(id, 6, 5);
    await relay.drained();
    await relay.stop();
    await relays.changeMany(id, 2, 11);
    await forgetTail();
    await (await relays.startRelay()).drained();
    expect(await relays.published()).toEqual(upTo(id, 12));
  });

  it('gets it back before what was being read from the outbox while it was away', async () => {
    const id = newId();
    const relay = await relays.startRelay();
    await relays.changeMany(id, 4);
    await relay.drained();
    await remember();
    await relays.changeMany(id, 6, 5);
    await relay.drained();
    const other = await relays.bus.database('scheduling');
    await other.withSystem('test', async (tx) => {
      await tx.query('LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE');
      await eventually(async () => expect(await tx.query('SELECT FROM pg_locks WHERE NOT granted')).not.toEqual([]));
      await forgetTail();
      await relays.changeIn(tx, id, 11);
    });
    await relay.drained();
    await eventually(async () => expect(await relays.published()).toEqual(upTo(id, 11)), RECOVERY_MS);
  });

  it('has every durable again, also one whose repair was cut short after it was deleted', async () => {
    const id = newId();
    const relay = await relays.startRelay();
    const { manager } = relays;
    await relays.changeMany(id, 2);
    await relay.drained();
    await remember();
    await relays.changeMany(id, 2, 3);
    await relay.drained();
    await relay.stop();
    await manager.consumers.delete(STREAM, `content_${STREAM}`);
    await forgetTail();
    await relays.startRelay();
    await eventually(async () => expect(await relays.published()).toEqual(upTo(id, 4)), RECOVERY_MS);
    const { config, num_pending } = await manager.consumers.info(STREAM, `content_${STREAM}`);
    expect(config.deliver_policy).toBe('all');
    expect(num_pending).toBe(4);
  });

  it('has every durable again also where nothing else is missing', async () => {
    await relays.startRelay();
    await eventually(async () => expect(await relays.epoch()).toBe(1));
    await relays.manager.consumers.delete(STREAM, `content_${STREAM}`);
    await relays.bus.stopNats();
    await relays.bus.startNats();
    await eventually(async () =>
      expect(await relays.manager.consumers.info(STREAM, `content_${STREAM}`)).toMatchObject({ num_pending: 0 }),
    );
    expect(relays.bus.log.warnings).toContain('durables that were gone are made again, from the beginning');
  });

  it('has no durable that skips what comes next', async () => {
    const id = newId();
    const relay = await relays.startRelay();
    const { manager } = relays;
    await relays.changeMany(id, 2);
    await relay.drained();
    await remember();
    await relays.changeMany(id, 8, 3);
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
    await eventually(async () => expect(await relays.published()).toHaveLength(10), RECOVERY_MS);
    await relays.changeMany(id, 2, 11);
    await relay.drained();
    await take(10);
    expect(taken.slice(10)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('has no durable that forgets what it delivered and was not told of', async () => {
    const id = newId();
    const relay = await relays.startRelay();
    const { manager } = relays;
    const consumer = await manager.jetstream().consumers.get(STREAM, `content_${STREAM}`);
    const taken: number[] = [];
    const take = async (count: number, isSettled: (version: number) => boolean) => {
      for await (const message of await consumer.fetch({ max_messages: count, expires: 5_000 })) {
        const version = Number(message.headers?.get('ce-aggregateversion'));
        taken.push(version);
        if (isSettled(version)) await message.ackAck();
      }
    };
    await relays.changeMany(id, 4);
    await relay.drained();
    await remember();
    await relays.changeMany(id, 6, 5);
    await relay.drained();
    // The process that has 2 to 4 ends together with the broker.
    await take(10, (version) => version === 1 || version > 4);
    await forgetTail();
    await eventually(async () => expect(await relays.published()).toHaveLength(10), RECOVERY_MS);
    await take(9, () => true);
    expect(taken.slice(10)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('has no durable that skips what comes next, also where nothing that was lost had been marked', async () => {
    const id = newId();
    const relay = await relays.startRelay();
    await relays.changeMany(id, 2);
    await relay.drained();
    await remember();
    const early = newId();
    const other = await relays.bus.database('scheduling');
    const isWritten = Promise.withResolvers<void>();
    const isCommitted = Promise.withResolvers<void>();
    const commit = other.withSystem('test', async (tx) => {
      await relays.changeIn(tx, early, 1);
      isWritten.resolve();
      await isCommitted.promise;
    });
    await isWritten.promise;
    await relays.changeMany(id, 3, 3);
    await relay.drained();
    const consumer = await relays.manager.jetstream().consumers.get(STREAM, `content_${STREAM}`);
    const taken: number[] = [];
    const take = async (count: number) => {
      for await (const message of await consumer.fetch({ max_messages: count, expires: 5_000 })) {
        taken.push(Number(message.headers?.get('ce-aggregateversion')));
        await message.ackAck();
      }
    };
    await take(5);
    await relay.stop();
    await relays.query('UPDATE outbox SET published_at = NULL, epoch = NULL, stream_sequence = NULL WHERE aggregate_version > 2');
    await forgetTail();
    // Its id is lower than those that go out again, and it takes a sequence that the durable has seen already.
    isCommitted.resolve();
    await commit;
    await (await relays.startRelay()).drained();
    await take(4);
    expect(taken.slice(5)).toEqual([1, 3, 4, 5]);
  });
});
