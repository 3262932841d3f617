import { LeaseStore } from '@smartcontent/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RelayLease } from './relay-lease.js';
import { eventually, TestBus } from './test-bus.fixture.js';

let bus: TestBus;
beforeAll(async () => {
  bus = await TestBus.start({ postgres: true });
});
afterAll(() => bus?.[Symbol.asyncDispose]());

it('keeps the lease that was taken meanwhile when it hears that the one before it was lost', async () => {
  const database = await bus.database('scheduling');
  const lease = new RelayLease({ database, log: bus.log, isWanted: () => true, onTaken: () => {} });
  lease.start();
  const first = await eventually(() => {
    expect(lease.held?.epoch).toBe(1);
    return lease.held;
  });
  await new LeaseStore(database, { name: 'relay', seconds: 1 }).release(first as NonNullable<typeof first>);
  await eventually(() => expect(lease.held?.epoch).toBe(2));
  lease.drop(first);
  expect(lease.held?.epoch).toBe(2);
  lease.drop(lease.held);
  expect(lease.held).toBeUndefined();
  await lease.stop();
});
