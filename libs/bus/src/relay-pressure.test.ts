import { newId } from '@smartcontent/database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from './test-bus.fixture.js';
import { TestRelays, upTo } from './test-relay.fixture.js';

/** More than is read at once, so that something is always on its way while something else goes wrong. */
const MANY = 3_000;
const TIMEOUT = { timeout: 90_000 };

let relays: TestRelays;
beforeEach(async () => {
  relays = await TestRelays.start();
});
afterEach(() => relays[Symbol.asyncDispose]());

/** What was committed until now is on its way to the stream. */
async function isRead(timeoutMs?: number): Promise<void> {
  const [now] = await relays.query<{ at: string }>('SELECT clock_timestamp() AS at');
  const reading = `SELECT FROM pg_stat_activity WHERE state = 'idle' AND query LIKE '%published_at IS NULL AND id NOT IN%' AND query_start > $1`;
  await eventually(async () => expect(await relays.query(reading, [now?.at])).not.toEqual([]), timeoutMs);
}

const reaches = (count: number) => eventually(async () => expect(await relays.count()).toBeGreaterThanOrEqual(count));

describe('a relay in the middle of a backlog', TIMEOUT, () => {
  it('goes on where it was when NATS goes and comes back', async () => {
    const id = newId();
    await relays.changeMany(id, MANY);
    const relay = await relays.startRelay();
    await reaches(1);
    await relays.bus.stopNats();
    await relays.change(id, MANY + 1);
    await relays.bus.startNats();
    await relay.drained();
    expect(await relays.published()).toEqual(upTo(id, MANY + 1));
  });

  it('loses and doubles nothing when NATS stands still for longer than it waits for an answer', async () => {
    const id = newId();
    await relays.changeMany(id, MANY);
    const relay = await relays.startRelay();
    await reaches(1);
    relays.bus.signalNats('SIGSTOP');
    await eventually(() => expect(relays.bus.log.warnings).toContain('the outbox waits'));
    relays.bus.signalNats('SIGCONT');
    await relay.drained();
    expect(await relays.published()).toEqual(upTo(id, MANY));
  });

  it('keeps the order where what was sent into a silence became the last message of the stream, and an earlier version is too large', async () => {
    const [id, other] = [newId(), newId()];
    const relay = await relays.startRelay();
    await relays.change(id, 1);
    await relay.drained();
    await relays.limit({ max_bytes: (await relays.state()).bytes + 8_000 });
    const writer = await relays.bus.database('scheduling');
    const [isWritten, isLate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const large = writer.withSystem('test', async (tx) => {
      await relays.changeIn(tx, id, 2, 'x'.repeat(20_000));
      isWritten.resolve();
      await isLate.promise;
    });
    await isWritten.promise;
    relays.bus.signalNats('SIGSTOP');
    await relays.change(other, 1);
    await isRead();
    isLate.resolve();
    await large;
    await relays.change(id, 3);
    await eventually(() => expect(relays.bus.log.warnings).toContain('the outbox waits'), 20_000);
    // One that sends more before it has asked what the stream ends with would do so now.
    for (let turn = 1; turn <= 3; turn += 1) await isRead(500).catch(() => {});
    relays.bus.signalNats('SIGCONT');
    await reaches(2);
    await relays.limit({ max_bytes: -1 });
    await relay.drained();
    expect(await relays.published()).toEqual([...upTo(id, 1), [other, 1], [id, 2], [id, 3]]);
  });

  it('goes on where it was when Postgres goes and comes back', async () => {
    const id = newId();
    await relays.changeMany(id, MANY);
    const relay = await relays.startRelay();
    await reaches(1);
    await relays.bus.stopPostgres();
    await relays.bus.startPostgres();
    await relay.drained();
    expect(await relays.published()).toEqual(upTo(id, MANY));
  });

  it('marks nothing from when its lease is lost, and goes on when it has one again', async () => {
    const id = newId();
    await relays.changeMany(id, MANY);
    const relay = await relays.startRelay();
    await reaches(1);
    const [stolen] = await relays.query<{ epoch: number; at: string }>(
      `UPDATE relay_lease SET holder = 'another', epoch = epoch + 1, expires_at = clock_timestamp() + interval '1 s' WHERE name = 'relay'
       RETURNING epoch, clock_timestamp() AS at`,
    );
    await relay.drained();
    expect(await relays.published()).toEqual(upTo(id, MANY));
    const late = 'SELECT id FROM outbox WHERE epoch <= $1 AND published_at > $2';
    expect(await relays.query(late, [stolen?.epoch, stolen?.at])).toEqual([]);
  });

  it('waits where the stream is full, and loses nothing', async () => {
    const id = newId();
    await relays.changeMany(id, MANY);
    await relays.limit({ max_msgs: 700 });
    const relay = await relays.startRelay();
    await reaches(700);
    await relays.limit({ max_msgs: 1_300 });
    await reaches(1_300);
    expect(await relays.published()).toEqual(upTo(id, 1_300));
    await relays.limit({ max_msgs: -1 });
    await relay.drained();
    expect(await relays.published()).toEqual(upTo(id, MANY));
  });

  it('keeps the order where a duplicate stands between a version that is too large for the room that is left and one that is not', async () => {
    const [id, other] = [newId(), newId()];
    const relay = await relays.startRelay();
    await relays.change(id, 1);
    await relay.drained();
    await relay.stop();
    await relays.change(id, 2, 'x'.repeat(20_000));
    await relays.change(other, 1);
    // As if it had been committed after the other one, whose acknowledgement nobody kept.
    await relays.query('UPDATE outbox SET published_at = now() WHERE aggregate_version = 2');
    const second = await relays.startRelay();
    await second.drained();
    await second.stop();
    await relays.query('UPDATE outbox SET published_at = NULL, stream_sequence = NULL, epoch = NULL WHERE id > 1');
    await relays.change(id, 3);
    await relays.limit({ max_bytes: (await relays.state()).bytes + 8_000 });
    const next = await relays.startRelay();
    await eventually(() => expect(relays.bus.log.warnings).toContain('the outbox waits'));
    expect(await relays.published()).toEqual([...upTo(id, 1), [other, 1]]);
    await relays.limit({ max_bytes: -1 });
    await next.drained();
    expect(await relays.published()).toEqual([...upTo(id, 1), [other, 1], [id, 2], [id, 3]]);
  });

  it.each([2, 502, 702])(
    'keeps the order where version %i is too large for the room that is left, and those after it are not',
    async (large) => {
      const id = newId();
      const relay = await relays.startRelay();
      await relays.change(id, 1);
      await relay.drained();
      const { bytes } = await relays.state();
      await relays.limit({ max_bytes: large * (bytes + 100) + 20_000 });
      await relay.stop();
      await relays.changeMany(id, large - 2, 2);
      await relays.change(id, large, 'x'.repeat(60_000));
      await relays.changeMany(id, 1_000, large + 1);
      const next = await relays.startRelay();
      await eventually(() => expect(relays.bus.log.warnings).toContain('the outbox waits'));
      expect(await relays.published()).toEqual(upTo(id, large - 1));
      await relays.limit({ max_bytes: -1 });
      await next.drained();
      expect(await relays.published()).toEqual(upTo(id, large + 1_000));
    },
  );
});
