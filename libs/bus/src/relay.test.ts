import { LeaseStore, newId } from '@smartcontent/database';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commitEvent, eventually, PostChanged } from './test-bus.fixture.js';
import { STREAM, TestRelays, upTo } from './test-relay.fixture.js';

let relays: TestRelays;
beforeEach(async () => {
  relays = await TestRelays.start();
});
afterEach(() => relays[Symbol.asyncDispose]());

describe('the relay', { timeout: 60_000 }, () => {
  it('sends everything once that was committed, in order, and nothing that was rolled back', async () => {
    const id = newId();
    const relay = await relays.startRelay();
    for (let version = 1; version <= 5; version += 1) await relays.change(id, version);
    const rolledBack = commitEvent(relays.scheduling, { id: newId(), version: 1, companyId: relays.companyId }, () => {
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    await relays.changeMany(id, 1_200, 6);
    await relay.drained();
    expect(await relays.published()).toEqual(upTo(id, 1_205));
  });

  it('says nothing where there is no stream and nothing to publish, and publishes when there are both', async () => {
    const expiry = async () => (await relays.query<{ at: string }>(`SELECT expires_at AS at FROM relay_lease WHERE name = 'relay'`))[0]?.at;
    const { config } = await relays.manager.streams.info(STREAM);
    await relays.manager.streams.delete(STREAM);
    const relay = await relays.startRelay();
    // Long enough for several looks.
    const seen = new Set<unknown>();
    await eventually(async () => expect(seen.add(await expiry()).size).toBeGreaterThan(4));
    expect(relays.bus.log.warnings).toEqual([]);
    const id = newId();
    await relays.change(id, 1);
    await eventually(() => expect(relays.bus.log.warnings).toContain('the outbox waits'));
    const told = vi.spyOn(relays.bus.log, 'info');
    await relays.query('UPDATE outbox SET published_at = now()');
    await eventually(() => expect(told.mock.calls.flat()).toContain('the outbox goes on'));
    await relays.query('UPDATE outbox SET published_at = NULL');
    await relays.manager.streams.add(config);
    await relay.drained();
    expect(await relays.published()).toEqual(upTo(id, 1));
  });

  it('keeps the sequence of each acknowledgement and carries the attributes of the event', async () => {
    const id = newId();
    const relay = await relays.startRelay();
    await relays.changeMany(id, 3);
    await relay.drained();
    const rows = await relays.query<{ event_id: string; stream_sequence: number }>(
      'SELECT event_id, stream_sequence FROM outbox ORDER BY id',
    );
    expect(rows.map((row) => row.stream_sequence)).toEqual([1, 2, 3]);
    const message = await relays.manager.streams.getMessage(STREAM, { seq: 1 });
    expect(message?.json()).toEqual({ text: 'text 1' });
    expect(message?.header.get('Nats-Msg-Id')).toBe(rows[0]?.event_id);
    expect(Object.fromEntries([...(message?.header ?? [])].map(([name, [value]]) => [name, value]))).toMatchObject({
      'ce-specversion': '1.0',
      'ce-id': rows[0]?.event_id,
      'ce-type': PostChanged.subject,
      'ce-companyid': relays.companyId,
      'ce-aggregateid': id,
      'ce-aggregateversion': '1',
      'ce-correlationid': expect.any(String),
      'ce-actor': 'service:scheduling',
    });
  });

  it('hears of a commit in another replica long before it would look by itself', async () => {
    const holder = await relays.startRelay();
    await relays.change(newId(), 1);
    await holder.drained();
    const other = await relays.bus.database('scheduling');
    await relays.startRelay(other);
    const id = newId();
    await commitEvent(other, { id, version: 1, companyId: relays.companyId });
    await eventually(async () => expect(await relays.published()).toContainEqual([id, 1]), 600);
  });

  it('takes over when the holder gives the lease back, and when it falls silent', async () => {
    const id = newId();
    const first = await relays.startRelay();
    await relays.changeMany(id, 2);
    await first.drained();
    const second = await relays.startRelay();
    await first.stop();
    await relays.changeMany(id, 2, 3);
    await second.drained();
    await second.stop();
    await new LeaseStore(relays.scheduling, { name: 'relay', seconds: 1 }).take('a process that was killed');
    await relays.changeMany(id, 2, 5);
    const third = await relays.startRelay();
    await third.drained();
    expect(await relays.published()).toEqual(upTo(id, 6));
    expect(await relays.epoch()).toBeGreaterThanOrEqual(4);
  });

  it('does not wait for its upkeep', async () => {
    const other = await relays.bus.database('scheduling');
    const isHeld = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const upkeep = other.withSystem('test', async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtext('scheduling partitions'))`);
      isHeld.resolve();
      await released.promise;
    });
    await isHeld.promise;
    const id = newId();
    await relays.change(id, 1);
    await relays.startRelay();
    try {
      await eventually(async () => expect(await relays.published()).toEqual(upTo(id, 1)), 1_500);
    } finally {
      released.resolve();
      await upkeep;
    }
  });

  it('leaves the upkeep to the hour, however often the lease changes hands', async () => {
    const upkeeps = () => relays.query(`SELECT epoch, expires_at FROM relay_lease WHERE name = 'upkeep'`);
    const first = await relays.startRelay();
    const done = await eventually(async () => {
      const found = await upkeeps();
      expect(found).toMatchObject([{ epoch: 1 }]);
      return found;
    });
    await first.stop();
    const second = await relays.startRelay();
    await relays.change(newId(), 1);
    await second.drained();
    expect(await upkeeps()).toEqual(done);
  });
});
