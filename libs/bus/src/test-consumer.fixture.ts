import 'reflect-metadata';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import { Controller, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { EventOf } from '@smartcontent/contracts';
import { type Database, newId, type Tx } from '@smartcontent/database';
import type { EventOutcome } from './bus-log.js';
import { EventServer, type EventServerOptions } from './event-server.js';
import { Handles, HandlesBatch } from './handles.js';
import { eventually, PostChanged, PostSeen, type TestBus } from './test-bus.fixture.js';

export type PostEvent = EventOf<typeof PostChanged> | EventOf<typeof PostSeen>;
/** What a test has its consumer do with the events that it is given: one, or a batch. */
export type PostHandler = (events: readonly PostEvent[], tx: Tx) => Promise<void>;

export const STREAM = 'EVT_SCHEDULING';
export const DURABLE = 'content_EVT_SCHEDULING';

/** Keeps each event as a row, in the order of the commits. */
export const keep: PostHandler = async (events, tx) => {
  const columns = [events.map((event) => event.aggregateId), events.map((event) => event.aggregateVersion)];
  await tx.query('INSERT INTO effects (aggregate_id, version, text) SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[])', [
    ...columns,
    events.map((event) => event.data.text),
  ]);
};

/** One replica of content, which handles what happens to scheduling's posts. */
export class TestConsumer implements AsyncDisposable {
  readonly outcomes: EventOutcome[] = [];
  handler: PostHandler = keep;
  server!: EventServer;
  #app: INestMicroservice | undefined;

  private constructor(
    private readonly bus: TestBus,
    private readonly database: Database,
    private readonly isBatch: boolean,
  ) {}

  /** Handles PostChanged one by one, or, as a batch, PostChanged and PostSeen. */
  static async start(bus: TestBus, database: Database, options: { isBatch?: boolean; handler?: PostHandler } = {}): Promise<TestConsumer> {
    const consumer = new TestConsumer(bus, database, options.isBatch ?? false);
    consumer.handler = options.handler ?? keep;
    await consumer.start();
    return consumer;
  }

  /** Starts anew after `stop`, as another process would. */
  async start(options: Partial<EventServerOptions> = {}): Promise<void> {
    this.server = new EventServer({
      connection: await this.bus.connect('content'),
      service: 'content',
      tokens: this.bus.tokens('content'),
      database: this.database,
      log: this.bus.log,
      metrics: { eventHandled: (_subject, outcome) => this.outcomes.push(outcome) },
      retry: { maxAttempts: 3, firstDelayMs: 10 },
      ...options,
    });
    const handle: PostHandler = (events, tx) => this.handler(events, tx);
    class ContentModule {}
    const module = { module: ContentModule, controllers: [this.isBatch ? batchDoor(handle) : door(handle)] };
    this.#app = await NestFactory.createMicroservice(module, { strategy: this.server, logger: false });
    await this.#app.listen();
  }

  async stop(): Promise<void> {
    await this.#app?.close();
    this.#app = undefined;
  }

  /** The versions of an aggregate in the order in which they were handled. */
  async versions(aggregateId: string): Promise<number[]> {
    const text = 'SELECT version FROM effects WHERE aggregate_id = $1 ORDER BY place';
    const rows = await this.database.withSystem('test', (tx) => tx.query<{ version: number }>(text, [aggregateId]));
    return rows.map((row) => row.version);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

function door(handle: PostHandler) {
  @Controller()
  class OnPostChanged {
    @Handles(PostChanged)
    handle(event: EventOf<typeof PostChanged>, tx: Tx): Promise<void> {
      return handle([event], tx);
    }
  }
  return OnPostChanged;
}

function batchDoor(handle: PostHandler) {
  @Controller()
  class OnSchedulingEvents {
    @HandlesBatch(PostChanged, PostSeen)
    handle(events: readonly PostEvent[], tx: Tx): Promise<void> {
      return handle(events, tx);
    }
  }
  return OnSchedulingEvents;
}

/** Sends an event past the outbox, as a broken or hostile producer would; an empty attribute is left out. Returns its id. */
export async function publishRaw(bus: TestBus, subject: string, data: string, attributes: Record<string, string> = {}): Promise<string> {
  const id = newId();
  const all = {
    id,
    time: new Date().toISOString(),
    companyid: newId(),
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

/** The dead letter of an event, by its id or its text, waited for. */
export async function deadLetter(bus: TestBus, event: string) {
  const manager = await jetstreamManager(await bus.connect());
  return eventually(async () => {
    const { state } = await manager.streams.info('DLQ');
    for (let seq = state.last_seq; seq >= Math.max(1, state.first_seq); seq -= 1) {
      const message = await manager.streams.getMessage('DLQ', { seq });
      if (message?.header.get('ce-id') === event || message?.string() === event) return message;
    }
    throw new Error(`no dead letter of ${event}`);
  });
}
