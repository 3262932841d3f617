import 'reflect-metadata';
import { type JetStreamClient, type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import { Controller, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { EventOf } from '@smartcontent/contracts';
import { type Database, newId, type Tx } from '@smartcontent/database';
import type { EventOutcome } from './bus-log.js';
import { EventServer } from './event-server.js';
import { Handles, HandlesBatch } from './handles.js';
import type { Projection } from './rebuild-projection.js';
import { eventually, PostChanged, PostSeen, type TestBus } from './test-bus.fixture.js';

export type PostEvent = EventOf<typeof PostChanged> | EventOf<typeof PostSeen>;
/** What a test has its consumer do with the events that it is given: one, or a batch. */
export type PostHandler = (events: readonly PostEvent[], tx: Tx) => Promise<void>;

export const STREAM = 'EVT_SCHEDULING';
export const DURABLE = 'content_EVT_SCHEDULING';
export const LETTERS = 'DLQ_CONTENT';

/** Keeps each event as a row, in the order of the commits. */
export const keep: PostHandler = async (events, tx) => {
  const text = `INSERT INTO effects (aggregate_id, version, text, time)
    SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::timestamptz[])`;
  await tx.query(text, [
    events.map((event) => event.aggregateId),
    events.map((event) => event.aggregateVersion),
    events.map((event) => event.data.text),
    events.map((event) => event.time),
  ]);
};

/** What `keep` makes. */
export const EFFECTS: Projection = {
  name: 'effects',
  sources: ['scheduling'],
  clear: async (tx, { from }) => {
    await tx.query('DELETE FROM effects WHERE time >= $1', [from]);
  },
};

interface TestConsumerOptions {
  /** content unless told. */
  readonly service?: 'content' | 'scheduling';
  /** Takes PostChanged and PostSeen in batches, instead of PostChanged one by one. */
  readonly isBatch?: boolean;
  readonly handler?: PostHandler;
}

/** One replica of a service that handles what happens to scheduling's posts. */
export class TestConsumer implements AsyncDisposable {
  readonly outcomes: EventOutcome[] = [];
  handler: PostHandler;
  server!: EventServer;
  #app: INestMicroservice | undefined;

  private constructor(
    private readonly bus: TestBus,
    private readonly database: Database,
    private readonly options: TestConsumerOptions,
  ) {
    this.handler = options.handler ?? keep;
  }

  static async start(bus: TestBus, database: Database, options: TestConsumerOptions = {}): Promise<TestConsumer> {
    const consumer = new TestConsumer(bus, database, options);
    await consumer.start();
    return consumer;
  }

  /** Starts anew after `stop`, as another process would. */
  async start(): Promise<void> {
    const { service = 'content', isBatch } = this.options;
    this.server = new EventServer({
      connection: await this.bus.connect(service),
      service,
      tokens: this.bus.tokens(service),
      database: this.database,
      log: this.bus.log,
      metrics: { eventHandled: (_subject, outcome) => this.outcomes.push(outcome) },
      retry: { maxAttempts: 3, firstDelayMs: 10 },
      ackWaitSeconds: this.bus.ackWaitSeconds,
    });
    const handle: PostHandler = (events, tx) => this.handler(events, tx);
    class ConsumerModule {}
    const module = { module: ConsumerModule, controllers: [isBatch ? batchDoor(handle) : door(handle)] };
    this.#app = await NestFactory.createMicroservice(module, { strategy: this.server, logger: false });
    await this.#app.listen();
  }

  async stop(): Promise<void> {
    await this.#app?.close();
    this.#app = undefined;
  }

  /** Loses its connection without a word to anybody, as a process that is killed. Stop it all the same. */
  async crash(): Promise<void> {
    await (this.server.unwrap() as NatsConnection).close();
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

/** Puts events into scheduling's stream as its relay would, or past all rules as a broken or hostile producer would. */
export class TestProducer {
  readonly companyId = newId();

  private constructor(
    private readonly stream: JetStreamClient,
    private readonly manager: JetStreamManager,
  ) {}

  static async start(bus: TestBus): Promise<TestProducer> {
    const connection = await bus.connect();
    return new TestProducer(jetstream(connection), await jetstreamManager(connection));
  }

  /** The version of an aggregate, and its text `text <version>`. Returns the event's id. */
  post(aggregateid: string, version: number, contract = PostChanged): Promise<string> {
    return this.send(contract.subject, JSON.stringify({ text: `text ${version}` }), { aggregateid, aggregateversion: String(version) });
  }

  /** Each version of each aggregate up to the last one, first all first ones. */
  async posts(aggregateIds: readonly string[], last: number, contract = PostChanged, first = 1): Promise<void> {
    for (let version = first; version <= last; version += 1) await Promise.all(aggregateIds.map((id) => this.post(id, version, contract)));
  }

  /** An empty attribute is left out. Returns the event's id. */
  async send(subject: string, data: string, attributes: Record<string, string> = {}): Promise<string> {
    const all = {
      id: newId(),
      time: new Date().toISOString(),
      companyid: this.companyId,
      aggregateid: newId(),
      aggregateversion: '1',
      correlationid: newId(),
      actor: 'service:scheduling',
      ...attributes,
    };
    const sent = headers();
    for (const [name, value] of Object.entries(all)) if (value) sent.append(`ce-${name}`, value);
    await this.stream.publish(subject, data, { headers: sent, msgID: newId() });
    return all.id;
  }

  /** The dead letter of an event, by its id or its text, waited for. */
  deadLetter(event: string) {
    return eventually(async () => {
      const { state } = await this.manager.streams.info(LETTERS);
      for (let seq = state.last_seq; seq >= Math.max(1, state.first_seq); seq -= 1) {
        const message = await this.manager.streams.getMessage(LETTERS, { seq });
        if (message?.header.get('ce-id') === event || message?.string() === event) return message;
      }
      throw new Error(`no dead letter of ${event}`);
    });
  }
}
