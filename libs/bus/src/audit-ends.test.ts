import { jetstreamManager } from '@nats-io/jetstream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AUDIT_STREAM, AuditEnds } from './audit-ends.js';
import { convergeStreams } from './streams.js';
import { TestBus } from './test-bus.fixture.js';

const one = '0192f0c1-7a00-7000-8000-000000000001';
const two = '0192f0c1-7a00-7000-8000-000000000002';
const end = (seq: number) => ({ seq, hash: 'ab'.repeat(32) });
const replace = async (companyId: string, seq: number) => ends.keep(companyId, end(seq), (await ends.last(companyId))?.revision ?? 0);
let bus: TestBus;
let ends: AuditEnds;

beforeAll(async () => {
  bus = await TestBus.start();
  await convergeStreams(await bus.connect(), []);
  ends = new AuditEnds(await bus.connect('content'), 'content');
});
afterAll(() => bus?.[Symbol.asyncDispose]());

it('keeps the last end of each chain, and no other service’s', async () => {
  expect([await ends.last(one), await ends.companies()]).toEqual([undefined, []]);
  for (const seq of [1, 2, 3]) await replace(one, seq);
  await replace(two, 7);
  expect([await ends.last(one), await ends.last(two)]).toMatchObject([end(3), end(7)]);
  expect((await ends.companies()).sort()).toEqual([one, two]);
  const others = new AuditEnds(await bus.connect('scheduling'), 'scheduling');
  expect([await others.last(one), await others.companies()]).toEqual([undefined, []]);
});

it('lets a service take none away', async () => {
  const manager = await jetstreamManager(await bus.connect('content'), { checkAPI: false, timeout: 500 });
  await replace(one, 4);
  const kept = await (await jetstreamManager(await bus.connect('test'))).streams.getMessage(AUDIT_STREAM, {
    last_by_subj: `audit.content.${one}`,
  });
  await expect(manager.streams.purge(AUDIT_STREAM)).rejects.toThrow();
  await expect(manager.streams.deleteMessage(AUDIT_STREAM, kept?.seq ?? 0)).rejects.toThrow();
  expect(await ends.last(one)).toMatchObject(end(4));
});

it('brings no older end back where a process went on that had been stopped', async () => {
  const three = '0192f0c1-7a00-7000-8000-000000000003';
  await replace(three, 1);
  const seen = await ends.last(three);
  await replace(three, 9);
  await expect(ends.keep(three, end(5), seen?.revision ?? 0)).rejects.toMatchObject({ code: 'PLATFORM_STORE_UNAVAILABLE' });
  await expect(ends.keep(three, end(5), 0)).rejects.toMatchObject({ code: 'PLATFORM_STORE_UNAVAILABLE' });
  expect(await ends.last(three)).toMatchObject(end(9));
});
