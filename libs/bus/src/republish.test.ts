import { nanos } from '@nats-io/transport-node';
import { newId } from '@smartcontent/database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commitEvent, eventually, PostChanged, PostSeen } from './test-bus.fixture.js';
import { TestRelays, upTo } from './test-relay.fixture.js';

const EVER = { from: '2000-01-01T00:00:00.000Z', to: '2100-01-01T00:00:00.000Z' };

let relays: TestRelays;
beforeEach(async () => {
  relays = await TestRelays.start();
});
afterEach(() => relays[Symbol.asyncDispose]());

/** Where the outbox says that each event stands, in the order of the events. */
const places = () => relays.query('SELECT epoch, stream_sequence FROM outbox ORDER BY id');
const comesBack = async () => {
  await relays.bus.stopNats();
  await relays.bus.startNats();
};

describe('events that are published again', { timeout: 60_000 }, () => {
  it('are the same messages for a stream that still knows them, and what is new comes after them', async () => {
    const id = newId();
    const relay = await relays.startRelay();
    await relays.changeMany(id, 10);
    await relay.drained();
    const before = await places();
    await relay.stop();
    expect(await relays.outbox.republish(EVER)).toEqual({ requeued: 10, lost: 0 });
    await relays.changeMany(id, 10, 11);
    await (await relays.startRelay()).drained();
    expect(await relays.published()).toEqual(upTo(id, 20));
    expect((await places()).slice(0, 10)).toEqual(before);
  });

  it('do not hold up what is new where others stand between them in the stream', async () => {
    const [early, late] = [newId(), newId()];
    const relay = await relays.startRelay();
    await relays.changeMany(early, 10);
    const { scheduling, companyId } = relays;
    for (let version = 1; version <= 10; version += 1) await commitEvent(scheduling, { id: late, version, companyId, contract: PostSeen });
    await relay.drained();
    await relay.stop();
    expect(await relays.outbox.republish({ ...EVER, subject: PostChanged.subject })).toEqual({ requeued: 10, lost: 0 });
    await relays.changeMany(early, 700, 11);
    await (await relays.startRelay()).drained();
    expect(await relays.published()).toEqual([...upTo(early, 10), ...upTo(late, 10), ...upTo(early, 710).slice(10)]);
    expect(relays.bus.log.warnings).not.toContain('the outbox waits');
  });

  it('come again from a stream that forgot their ids, and are not taken for a loss of the broker', async () => {
    const id = newId();
    await relays.limit({ duplicate_window: nanos(100) });
    const relay = await relays.startRelay();
    await relays.changeMany(id, 10);
    await relay.drained();
    await relays.probe();
    await eventually(async () => expect((await relays.probe()).duplicate).toBe(false));
    await relays.outbox.republish(EVER);
    await relay.drained();
    const sent = (await relays.published()).filter(([aggregateId]) => aggregateId === id);
    expect(sent).toEqual([...upTo(id, 10), ...upTo(id, 10)]);
    await comesBack();
    await relays.change(id, 11);
    await relay.drained();
    expect(await relays.count()).toBe(23);
    expect(relays.bus.log.errors).toEqual([]);
  });

  it('lose and double nothing while a relay publishes, however often it is asked for', async () => {
    const id = newId();
    await relays.changeMany(id, 2_000);
    const relay = await relays.startRelay();
    const all = { requeued: 0, lost: 0 };
    for (let from = 2_001; from < 3_000; from += 100) {
      await relays.changeMany(id, 100, from);
      all.requeued += (await relays.outbox.republish(EVER)).requeued;
    }
    await relay.drained();
    expect(all.requeued).toBeGreaterThan(0);
    expect(await relays.published()).toEqual(upTo(id, 3_000));
    await comesBack();
    await relays.change(id, 3_001);
    await relay.drained();
    expect(await relays.published()).toEqual(upTo(id, 3_001));
    expect(relays.bus.log.errors).toEqual([]);
  });
});
