import 'reflect-metadata';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { headers, nanos } from '@nats-io/transport-node';
import { Controller, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppError, type EventOf } from '@smartcontent/contracts';
import { type Database, type InboxEvent, InboxStore, newId, type OutboxRow, type Tx } from '@smartcontent/database';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventOutcome } from './bus-log.js';
import { DEAD_HEADER } from './dead-letters.js';
import { EventServer } from './event-server.js';
import { Handles } from './handles.js';
import { Relay } from './relay.js';
import { commitEvent, eventually, PostChanged, PostSeen, TestBus } from './test-bus.fixture.js';

type PostEvent = EventOf<typeof PostChanged>;
const INSERT = 'INSERT INTO effects (aggregate_id, version, text) VALUES ($1, $2, $3)';
const keep = async (event: PostEvent, tx: Tx) => {
  await tx.query(INSERT, [event.aggregateId, event.aggregateVersion, event.data.text]);
};
let handler: (event: PostEvent, tx: Tx) => Promise<void> = keep;

@Controller()
class OnPostChanged {
  @Handles(PostChanged)
  handle(event: PostEvent, tx: Tx): Promise<void> {
    return handler(event, tx);
  }
}

const STREAM = 'EVT_SCHEDULING';
const DURABLE = 'content_EVT_SCHEDULING';
/** Acknowledgements that were on their way are lost with the connection, and their events come again. */
const RECOVERY_MS = 20_000;

let bus: TestBus;
let scheduling: Database;
let content: Database;
let relay: Relay;
let server: EventServer;
let app: INestMicroservice;
let outcomes: EventOutcome[];
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
  app = await NestFactory.createMicroservice({ module: ContentModule, controllers: [OnPostChanged] }, { strategy: server, logger: false });
  await app.listen();
}

async function drained(): Promise<void> {
  await relay.drained();
  await server.drained();
}

const effects = (aggregateId: string) =>
  content.withSystem('test', (tx) =>
    tx.query<{ version: number; text: string }>('SELECT version, text FROM effects WHERE aggregate_id = $1 ORDER BY place', [aggregateId]),
  );
const versions = async (aggregateId: string) => (await effects(aggregateId)).map((effect) => effect.version);
const change = (id: string, version: number, contract = PostChanged) => commitEvent(scheduling, { id, version, companyId, contract });

/** Sends an event past the outbox, as a broken or hostile producer would. */
async function publish(subject: string, data: string, attributes: Record<string, string> = {}): Promise<string> {
  const id = newId();
  const all = {
    id,
    time: new Date().toISOString(),
    companyid: companyId,
    aggregateid: newId(),
    aggregateversion: '1',
    correlationid: newId(),
    actor: 'service:scheduling',
    ...attributes,
  };
  const sent = headers();
  for (const [name, value] of Object.entries(all)) if (value) sent.append(`ce-${name}`, value);
  await jetstream(await bus.connect()).publish(subject, data, { headers: sent, msgID: `${id}:${Math.random()}` });
  return id;
}

/** The dead letter of an event, waited for. */
async function deadLetter(eventId: string) {
  const manager = await jetstreamManager(await bus.connect());
  return eventually(async () => {
    const { state } = await manager.streams.info('DLQ_CONTENT');
    for (let seq = state.last_seq; seq >= Math.max(1, state.first_seq); seq -= 1) {
      const message = await manager.streams.getMessage('DLQ_CONTENT', { seq });
      if (message?.header.get('ce-id') === eventId || message?.string() === eventId) return message;
    }
    throw new Error(`no dead letter of ${eventId}`);
  });
}

const inboxEvent = (row: OutboxRow): InboxEvent => ({
  id: row.event_id,
  time: row.headers.time ?? '',
  companyId: row.company_id,
  subject: PostChanged.subject,
  aggregateId: row.aggregate_id,
  aggregateVersion: row.aggregate_version,
});

beforeAll(async () => {
  bus = await TestBus.start({ postgres: true });
  // Half a minute as a rule: what a killed process held would come again too late for a test.
  const manager = await jetstreamManager(await bus.connect());
  await manager.consumers.update(STREAM, DURABLE, { ack_wait: nanos(3_000) });
  [scheduling, content] = await Promise.all([bus.database('scheduling'), bus.database('content')]);
  outcomes = [];
  relay = new Relay({ connection: await bus.connect('scheduling'), service: 'scheduling', database: scheduling, log: bus.log });
  relay.start();
  await startContent();
});
beforeEach(() => {
  handler = keep;
  outcomes = [];
});
afterAll(async () => {
  await app?.close();
  await relay?.stop();
  // The rights derived from the contracts are enough.
  expect(bus.log.errors).not.toContain('NATS refused something');
  await bus?.[Symbol.asyncDispose]();
});

describe('an event', () => {
  it('is handled once, with its context', async () => {
    const id = newId();
    const seen: { event: PostEvent; tx: Tx }[] = [];
    handler = async (event, tx) => {
      seen.push({ event, tx });
      await keep(event, tx);
    };
    await change(id, 1);
    await drained();
    expect(await effects(id)).toEqual([{ version: 1, text: 'text 1' }]);
    expect(seen).toHaveLength(1);
    const [{ event, tx }] = seen as [{ event: PostEvent; tx: Tx }];
    expect(event).toMatchObject({ subject: PostChanged.subject, companyId, aggregateVersion: 1, actor: 'service:scheduling' });
    expect(tx.context).toMatchObject({
      actor: { kind: 'service', service: 'content', company_id: companyId, reason: `event ${PostChanged.subject}` },
      correlationId: event.correlationId,
      causationId: event.id,
    });
  });

  it('that is delivered twice has its effect once', async () => {
    const aggregateid = newId();
    const eventId = newId();
    const time = new Date().toISOString();
    for (const _ of [1, 2]) await publish(PostChanged.subject, '{"text":"twice"}', { aggregateid, id: eventId, time });
    await server.drained();
    expect(await versions(aggregateid)).toEqual([1]);
    expect(outcomes).toEqual(['handled', 'duplicate']);
  });

  it('that does not fit its contract goes to the dead letters, and the next one of its aggregate is handled', async () => {
    const aggregateid = newId();
    const eventId = await publish(PostChanged.subject, '{"text":7}', { aggregateid });
    const message = await deadLetter(eventId);
    expect(message.subject).toBe(`dlq.content.${PostChanged.subject}`);
    expect(message.string()).toBe('{"text":7}');
    expect(message.header.get(DEAD_HEADER.cause)).toBe('malformed');
    expect(message.header.get(DEAD_HEADER.error)).toContain('text: Invalid input');
    await publish(PostChanged.subject, '{"text":"next"}', { aggregateid, aggregateversion: '2' });
    await server.drained();
    expect(await versions(aggregateid)).toEqual([2]);
  });

  it('without a readable envelope, of an unknown version or without JSON goes to the dead letters', async () => {
    const timeless = await publish(PostChanged.subject, '{"text":"when"}', { time: '2026-02-30T00:00:00Z' });
    expect((await deadLetter(timeless)).header.get(DEAD_HEADER.error)).toContain('ce-time is malformed');
    await publish(PostChanged.subject, 'no envelope', { id: '' });
    expect((await deadLetter('no envelope')).header.get(DEAD_HEADER.error)).toContain('ce-id is missing');
    const newer = await publish('evt.scheduling.post.changed.v2', '{"text":"new"}');
    expect((await deadLetter(newer)).header.get(DEAD_HEADER.cause)).toBe('unknown-version');
    const rubbish = await publish(PostChanged.subject, 'rubbish');
    expect((await deadLetter(rubbish)).header.get(DEAD_HEADER.cause)).toBe('malformed');
    await server.drained();
  });

  it('is tried again after a failure, and then has its effect once', async () => {
    const id = newId();
    let tries = 0;
    handler = async (event, tx) => {
      await keep(event, tx);
      tries += 1;
      if (tries < 3) throw new Error('not yet');
    };
    await change(id, 1);
    await drained();
    expect(tries).toBe(3);
    expect(await versions(id)).toEqual([1]);
    expect(outcomes).toEqual(['retried', 'retried', 'handled']);
  });

  it('that fails for good goes to the dead letters at once, and leaves nothing behind', async () => {
    const id = newId();
    let eventId = '';
    handler = async (event, tx) => {
      eventId = event.id;
      await keep(event, tx);
      throw new AppError('CONTENT_NOT_FOUND');
    };
    await change(id, 1);
    await drained();
    const message = await deadLetter(eventId);
    expect(message.header.get(DEAD_HEADER.cause)).toBe('permanent');
    expect(message.header.get(DEAD_HEADER.error)).toContain('CONTENT_NOT_FOUND');
    expect(await versions(id)).toEqual([]);
  });

  it('that fails every time goes to the dead letters with its history; what follows is handled', async () => {
    const id = newId();
    let eventId = '';
    handler = async (event, tx) => {
      if (event.aggregateVersion > 1) return keep(event, tx);
      eventId = event.id;
      throw new Error(`no — ${event.aggregateVersion}`);
    };
    await change(id, 1);
    await change(id, 2);
    await drained();
    const message = await deadLetter(eventId);
    expect(message.header.get(DEAD_HEADER.cause)).toBe('exhausted');
    expect(JSON.parse(message.header.get(DEAD_HEADER.history))).toEqual(Array(3).fill({ at: expect.any(String), cause: 'Error: no — 1' }));
    expect(await versions(id)).toEqual([2]);
  });

  it('that ends its process again and again goes to the dead letters; one that did so once is handled', async () => {
    const [innocent, killer] = [newId(), newId()];
    await app.close();
    await change(innocent, 1);
    await change(killer, 1);
    await relay.drained();
    // A process takes both and is killed.
    const { consumers } = jetstream(await bus.connect());
    const taken: string[] = [];
    for await (const message of await (await consumers.get(STREAM, DURABLE)).fetch({ max_messages: 2 })) {
      taken.push(message.headers?.get('ce-id') ?? '');
    }
    expect(taken).toHaveLength(2);
    // For one of them that was the third time.
    const inbox = new InboxStore(content, DURABLE);
    const [row] = await scheduling.withSystem('test', (tx) =>
      tx.query<OutboxRow>('SELECT * FROM outbox WHERE aggregate_id = $1', [killer]),
    );
    for (let attempt = 1; attempt <= 3; attempt += 1) await inbox.recordFailure(inboxEvent(row as OutboxRow), 'the process ended');
    await startContent();
    expect((await deadLetter(row?.event_id ?? '')).header.get(DEAD_HEADER.cause)).toBe('killer');
    await drained();
    expect(await versions(innocent)).toEqual([1]);
    expect(await versions(killer)).toEqual([]);
  });

  it('waits without a count while a service that its handler needs is away', async () => {
    const id = newId();
    let tries = 0;
    handler = async (event, tx) => {
      tries += 1;
      if (tries === 1) throw new AppError('PLATFORM_SERVICE_UNAVAILABLE');
      await keep(event, tx);
    };
    await change(id, 1);
    await drained();
    const attempts = await content.withSystem('test', (tx) => tx.query('SELECT attempts FROM inbox WHERE aggregate_id = $1', [id]));
    expect(attempts).toEqual([{ attempts: 0 }]);
    expect(await versions(id)).toEqual([1]);
  });
});

describe('order', () => {
  it('is kept within an aggregate, while another one overtakes', async () => {
    const [slow, fast] = [newId(), newId()];
    const started = Promise.withResolvers<void>();
    handler = async (event, tx) => {
      if (event.aggregateId === slow && event.aggregateVersion === 1) await started.promise;
      await keep(event, tx);
      if (event.aggregateId === fast) started.resolve();
    };
    for (let version = 1; version <= 20; version += 1) await change(slow, version);
    await change(fast, 1);
    await drained();
    expect(await versions(slow)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(await versions(fast)).toEqual([1]);
  });

  it('is kept past a failure, and past events that nobody here handles', async () => {
    const id = newId();
    let failures = 2;
    handler = async (event, tx) => {
      if (event.aggregateVersion === 2 && failures-- > 0) throw new Error('not yet');
      await keep(event, tx);
    };
    const contracts = [PostChanged, PostChanged, PostSeen, PostSeen, PostChanged];
    for (const [index, contract] of contracts.entries()) await change(id, index + 1, contract);
    await drained();
    expect(await versions(id)).toEqual([1, 2, 5]);
    expect(outcomes).toContain('gap');
    expect(outcomes).not.toContain('forced');
  });

  it('is kept however long something that an earlier version needs is away', async () => {
    const id = newId();
    let isAway = true;
    handler = async (event, tx) => {
      if (event.aggregateVersion === 1 && isAway) throw new AppError('PLATFORM_STORE_UNAVAILABLE');
      await keep(event, tx);
    };
    await change(id, 1);
    await change(id, 2);
    await eventually(() => expect(outcomes).toContain('gap'));
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 60 * 60_000);
    const gaps = outcomes.length;
    await eventually(() => expect(outcomes.slice(gaps)).toContain('gap'));
    clock.mockRestore();
    isAway = false;
    await drained();
    expect(await versions(id)).toEqual([1, 2]);
    expect(outcomes).not.toContain('forced');
  });

  it('goes on without a version that the stream no longer holds', async () => {
    const aggregateid = newId();
    await publish(PostChanged.subject, '{"text":"late"}', { aggregateid, aggregateversion: '7' });
    await server.drained();
    expect(await versions(aggregateid)).toEqual([7]);
    expect(outcomes).toEqual(['forced']);
    await publish(PostChanged.subject, '{"text":"older"}', { aggregateid, aggregateversion: '6' });
    await server.drained();
    expect(await versions(aggregateid)).toEqual([7]);
    expect(outcomes).toEqual(['forced', 'older']);
  });
});

describe('an outage', () => {
  it('of Postgres costs no event an attempt', async () => {
    const ids = Array.from({ length: 50 }, newId);
    for (const id of ids) await change(id, 1);
    await relay.drained();
    await bus.stopPostgres();
    await publish(PostChanged.subject, '{"text":"meanwhile"}');
    await bus.startPostgres();
    await drained();
    for (const id of ids) expect(await versions(id)).toEqual([1]);
    const counted = await content.withSystem('test', (tx) =>
      tx.query('SELECT 1 FROM inbox WHERE attempts > 0 AND aggregate_id = ANY ($1)', [ids]),
    );
    expect(counted).toEqual([]);
  });

  it('of NATS loses no event and doubles none', async () => {
    const ids = Array.from({ length: 5 }, newId);
    const rounds = [1, 2, 3, 4];
    for (const version of rounds) for (const id of ids) await change(id, version);
    await bus.stopNats();
    await bus.startNats();
    for (const id of ids) await change(id, 5);
    for (const id of ids) await eventually(async () => expect(await versions(id)).toEqual([...rounds, 5]), RECOVERY_MS);
  });

  it('of the service leaves its events for the next process', async () => {
    const id = newId();
    const begun = Promise.withResolvers<void>();
    handler = async (event, tx) => {
      begun.resolve();
      await keep(event, tx);
    };
    await change(id, 1);
    await begun.promise;
    await app.close();
    await change(id, 2);
    await startContent();
    await drained();
    expect(await versions(id)).toEqual([1, 2]);
  });
});
