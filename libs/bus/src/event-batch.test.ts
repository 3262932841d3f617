import { AppError } from '@smartcontent/contracts';
import { type Database, newId } from '@smartcontent/database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Relay } from './relay.js';
import { commitEvent, PostChanged, PostSeen, TestBus } from './test-bus.fixture.js';
import { keep, type PostHandler, TestConsumer, TestProducer } from './test-consumer.fixture.js';

let bus: TestBus;
let scheduling: Database;
let relay: Relay;
let content: TestConsumer;
let calls: { companyId: string | null | undefined; count: number }[] = [];
const companyId = newId();

const counted: PostHandler = async (events, tx) => {
  calls.push({ companyId: tx.context?.actor.company_id, count: events.length });
  await keep(events, tx);
};

const change = (id: string, version: number, contract = PostChanged, company = companyId) =>
  commitEvent(scheduling, { id, version, companyId: company, contract });

/** Has the consumer find everything at once. */
async function handleAll(): Promise<void> {
  await relay.drained();
  await content.start();
  await content.server.drained();
}

beforeAll(async () => {
  bus = await TestBus.start({ postgres: true });
  scheduling = await bus.database('scheduling');
  relay = new Relay({ connection: await bus.connect('scheduling'), service: 'scheduling', database: scheduling, log: bus.log });
  relay.start();
  content = await TestConsumer.start(bus, await bus.database('content'), { isBatch: true });
});
beforeEach(async () => {
  await content.stop();
  content.handler = counted;
  content.outcomes.length = 0;
  calls = [];
});
afterAll(async () => {
  await content?.stop();
  await relay?.stop();
  await bus?.[Symbol.asyncDispose]();
});

describe('a batch handler', () => {
  it('is bound to each of its events', () => {
    expect(content.server.handled).toEqual([PostChanged.subject, PostSeen.subject]);
  });

  it('gets what waits in few calls, each event once, in order, under its own company', async () => {
    const ids = Array.from({ length: 20 }, newId);
    const other = newId();
    for (const version of [1, 2, 3])
      for (const [index, id] of ids.entries())
        await change(id, version, version === 2 ? PostSeen : PostChanged, index < 10 ? companyId : other);
    await handleAll();
    for (const id of ids) expect(await content.versions(id)).toEqual([1, 2, 3]);
    expect(calls.reduce((sum, call) => sum + call.count, 0)).toBe(60);
    expect(calls.length).toBeLessThan(20);
    expect(new Set(calls.map((call) => call.companyId))).toEqual(new Set([companyId, other]));
  });

  it('that fails over one event keeps the others, and lets only the guilty one fail', async () => {
    const ids = Array.from({ length: 10 }, newId);
    const guilty = ids[4] as string;
    content.handler = async (events, tx) => {
      await keep(events, tx);
      if (events.some((event) => event.aggregateId === guilty && event.aggregateVersion === 1)) throw new AppError('CONTENT_NOT_FOUND');
    };
    for (const version of [1, 2]) for (const id of ids) await change(id, version);
    await handleAll();
    for (const id of ids) expect(await content.versions(id)).toEqual(id === guilty ? [2] : [1, 2]);
    expect(content.outcomes.filter((outcome) => outcome === 'dead')).toHaveLength(1);
    expect(content.outcomes.filter((outcome) => outcome === 'handled')).toHaveLength(19);
  });

  it('gets an event whose id is in capitals', async () => {
    const id = newId();
    const producer = await TestProducer.start(bus);
    const capital = { id: newId().toUpperCase(), aggregateid: id, aggregateversion: '2' };
    await producer.post(id, 1);
    await producer.send(PostChanged.subject, '{"text":"text 2"}', capital);
    await producer.post(id, 3);
    await content.start();
    await content.server.drained();
    expect(await content.versions(id)).toEqual([1, 2, 3]);
  });
});
