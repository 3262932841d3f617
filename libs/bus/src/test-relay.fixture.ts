import { type JetStreamManager, jetstreamManager, type PubAck, type StreamConfig, type StreamState } from '@nats-io/jetstream';
import { commitChange, type Database, newId, OutboxStore, type Tx } from '@smartcontent/database';
import { Relay } from './relay.js';
import { commitEvent, PostChanged, TestBus } from './test-bus.fixture.js';

/** Of scheduling, whose outbox is relayed. */
export const STREAM = 'EVT_SCHEDULING';

/** A broker and scheduling with relays of its outbox. */
export class TestRelays implements AsyncDisposable {
  readonly companyId = newId();
  readonly outbox: OutboxStore;
  readonly #relays: Relay[] = [];

  private constructor(
    readonly bus: TestBus,
    readonly scheduling: Database,
    readonly manager: JetStreamManager,
  ) {
    this.outbox = new OutboxStore(scheduling);
  }

  static async start(): Promise<TestRelays> {
    const bus = await TestBus.start({ postgres: true });
    return new TestRelays(bus, await bus.database('scheduling'), await jetstreamManager(await bus.connect()));
  }

  /** With a connection of its own. */
  async startRelay(database = this.scheduling): Promise<Relay> {
    const relay = new Relay({ connection: await this.bus.connect('scheduling'), service: 'scheduling', database, log: this.bus.log });
    this.#relays.push(relay);
    relay.start();
    return relay;
  }

  change(id: string, version: number, text?: string): Promise<void> {
    return commitEvent(this.scheduling, { id, version, companyId: this.companyId, text });
  }

  /** Versions of one aggregate, committed together. */
  changeMany(id: string, count: number, from = 1): Promise<void> {
    return this.scheduling.withSystem('test', async (tx) => {
      for (let version = from; version < from + count; version += 1) await this.changeIn(tx, id, version);
    });
  }

  changeIn(tx: Tx, id: string, version: number, text = `text ${version}`): Promise<void> {
    const event = { contract: PostChanged, aggregateId: id, aggregateVersion: version, data: { text } };
    return commitChange(tx, { event, audit: { table: 'posts', operation: 'update' } }, this.companyId);
  }

  /** `[aggregate, version]` of each message of the stream, in its order. */
  async published(): Promise<[string, number][]> {
    const messages = await this.count();
    const consumer = await this.manager.jetstream().consumers.get(STREAM, {});
    const found: [string, number][] = [];
    while (found.length < messages) {
      for await (const { headers } of await consumer.fetch({ max_messages: messages - found.length, expires: 1_000 }))
        found.push([headers?.get('ce-aggregateid') ?? '', Number(headers?.get('ce-aggregateversion'))]);
    }
    return found;
  }

  async state(): Promise<StreamState> {
    return (await this.manager.streams.info(STREAM)).state;
  }

  async count(): Promise<number> {
    return (await this.state()).messages;
  }

  /** Always the same message, which is a duplicate until everything before the first one may be stored again. */
  probe(): Promise<PubAck> {
    return this.manager.jetstream().publish(PostChanged.subject, '', { msgID: 'probe' });
  }

  limit(limits: Partial<StreamConfig>): Promise<unknown> {
    return this.manager.streams.update(STREAM, limits);
  }

  async epoch(): Promise<number | undefined> {
    return (await this.query<{ epoch: number }>(`SELECT epoch FROM relay_lease WHERE name = 'relay'`))[0]?.epoch;
  }

  query<R>(text: string, values: unknown[] = []): Promise<R[]> {
    return this.scheduling.withSystem('test', (tx) => tx.query<R>(text, values));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const relay of this.#relays) await relay.stop();
    await this.bus[Symbol.asyncDispose]();
  }
}

/** What `published` answers after so many versions of one aggregate. */
export function upTo(id: string, count: number): [string, number][] {
  return Array.from({ length: count }, (_, index) => [id, index + 1]);
}
