import 'reflect-metadata';
import { Controller, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppError, type EventOf } from '@smartcontent/contracts';
import { type Database, newId, type Tx } from '@smartcontent/database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EventOutcome } from './bus-log.js';
import { EventServer } from './event-server.js';
import { HandlesBatch } from './handles.js';
import { Relay } from './relay.js';
import { commitEvent, PostChanged, PostSeen, TestBus } from './test-bus.fixture.js';

type PostEvent = EventOf<typeof PostChanged> | EventOf<typeof PostSeen>;
type Handler = (events: readonly PostEvent[], tx: Tx) => Promise<void>;
const INSERT = 'INSERT INTO effects (aggregate_id, version, text) SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[])';
const keep: Handler = async (events, tx) => {
  calls.push({ companyId: tx.context?.actor.company_id ?? '', count: events.length });
  const column = <T>(of: (event: PostEvent) => T) => events.map(of);
  await tx.query(INSERT, [
    column((event) => event.aggregateId),
    column((event) => event.aggregateVersion),
    column((event) => event.data.text),
  ]);
};
let handler: Handler = keep;

@Controller()
class OnSchedulingEvents {
  @HandlesBatch(PostChanged, PostSeen)
  handle(events: readonly PostEvent[], tx: Tx): Promise<void> {
    return handler(events, tx);
  }
}

let bus: TestBus;
let scheduling: Database;
let content: Database;
let relay: Relay;
let server: EventServer;
let app: INestMicroservice;
let outcomes: EventOutcome[] = [];
let calls: { companyId: string; count: number }[] = [];
const companyId = newId();

async function startContent(): Promise<void> {
  server = new EventServer({
    connection: await bus.connect('content'),
    service: 'content',
    tokens: bus.tokens('content'),
    database: content,
    log: bus.log,
    metrics: { eventHandled: (_subject, outcome) => outcomes.push(outcome) },
    retry: { maxAttempts: 3, firstDelayMs: 10 },
  });
  class ContentModule {}
  app = await NestFactory.createMicroservice(
    { module: ContentModule, controllers: [OnSchedulingEvents] },
    { strategy: server, logger: false },
  );
  await app.listen();
}

async function drained(): Promise<void> {
  await relay.drained();
  await server.drained();
}

const versions = (aggregateId: string) =>
  content.withSystem('test', async (tx) => {
    const rows = await tx.query<{ version: number }>('SELECT version FROM effects WHERE aggregate_id = $1 ORDER BY place', [aggregateId]);
    return rows.map((row) => row.version);
  });
const change = (id: string, version: number, contract = PostChanged, company = companyId) =>
  commitEvent(scheduling, { id, version, companyId: company, contract });

beforeAll(async () => {
  bus = await TestBus.start({ postgres: true });
  [scheduling, content] = await Promise.all([bus.database('scheduling'), bus.database('content')]);
  relay = new Relay({ connection: await bus.connect('scheduling'), service: 'scheduling', database: scheduling, log: bus.log });
  relay.start();
  await startContent();
});
beforeEach(() => {
  handler = keep;
  outcomes = [];
  calls = [];
});
afterAll(async () => {
  await app?.close();
  await relay?.stop();
  await bus?.[Symbol.asyncDispose]();
});

describe('a batch handler', () => {
  it('is bound to each of its events', () => {
    expect(server.handled).toEqual([PostChanged.subject, PostSeen.subject]);
  });

  it('gets what waits in few calls, each event once, in order, under its own company', async () => {
    await app.close();
    const ids = Array.from({ length: 20 }, newId);
    const other = newId();
    for (const version of [1, 2, 3])
      for (const [index, id] of ids.entries())
        await change(id, version, version === 2 ? PostSeen : PostChanged, index < 10 ? companyId : other);
    await relay.drained();
    await startContent();
    await drained();
    for (const id of ids) expect(await versions(id)).toEqual([1, 2, 3]);
    expect(calls.reduce((sum, call) => sum + call.count, 0)).toBe(60);
    expect(calls.length).toBeLessThan(20);
    expect(new Set(calls.map((call) => call.companyId))).toEqual(new Set([companyId, other]));
  });

  it('that fails over one event keeps the others, and lets only the guilty one fail', async () => {
    await app.close();
    const ids = Array.from({ length: 10 }, newId);
    const guilty = ids[4] as string;
    handler = async (events, tx) => {
      await keep(events, tx);
      if (events.some((event) => event.aggregateId === guilty && event.aggregateVersion === 1)) throw new AppError('CONTENT_NOT_FOUND');
    };
    for (const version of [1, 2]) for (const id of ids) await change(id, version);
    await relay.drained();
    await startContent();
    await drained();
    for (const id of ids) expect(await versions(id)).toEqual(id === guilty ? [2] : [1, 2]);
    expect(outcomes.filter((outcome) => outcome === 'dead')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'handled')).toHaveLength(19);
  });
});
