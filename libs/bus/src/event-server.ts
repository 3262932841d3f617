import { setTimeout as delay } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import type { EventContract, ServiceName } from '@smartcontent/contracts';
import { type Database, InboxStore } from '@smartcontent/database';
import type { ActorTokens } from './actor-tokens.js';
import type { BusLog, BusMetrics } from './bus-log.js';
import { inboxPrefix } from './connection.js';
import type { DeadLetter } from './dead-letter.js';
import type { ReplayOutcome } from './dead-letter-desk.js';
import { DeadLetters } from './dead-letters.js';
import { EventApplier, type EventBinding } from './event-applier.js';
import { MalformedEvent } from './event-envelope.js';
import { type RetryPolicy, UnknownVersion } from './event-failure.js';
import { EventRunner } from './event-runner.js';
import { EVENT_TRANSPORT, resultOf } from './handles.js';
import { type Projection, rebuildProjection } from './rebuild-projection.js';
import { Slots } from './slots.js';
import { StoreGate } from './store-gate.js';
import { StreamConsumer } from './stream-consumer.js';
import { durableName, eventStream } from './streams.js';

export interface EventServerOptions {
  readonly connection: NatsConnection;
  readonly service: ServiceName;
  readonly tokens: ActorTokens;
  readonly database: Database;
  readonly log: BusLog;
  readonly metrics?: BusMetrics;
  /** Handlers that run at once; each takes a connection of the service's pool (12), of which requests need some too. */
  readonly concurrency?: number;
  readonly retry?: Partial<RetryPolicy>;
  /** Of the durables that a rebuild makes anew, 30 unless told. */
  readonly ackWaitSeconds?: number;
}

const RETRY: RetryPolicy = { maxAttempts: 10, firstDelayMs: 250 };
const CONCURRENCY = 8;
const DRAINED_POLL_MS = 20;
/** Handlers under way get this long when the service stops. */
const GRACE_MS = 10_000;

/**
 * Nest's transport for events: one durable per source stream, dispatched in process by subject. Each handler runs in a transaction that
 * also writes its inbox row, so that an event's effect happens once however often it is delivered. See README for the life of an event.
 */
export class EventServer extends Server implements CustomTransportStrategy {
  override readonly transportId = EVENT_TRANSPORT;
  /** The runner decides what a failure means; Nest need not report it. */
  override readonly propagatesEventHandlerErrors = true;
  /** Subjects that have a handler, one entry per handler; for `assertHandlers`. Complete once `connectMicroservice` returned. */
  readonly handled: string[] = [];
  readonly #settings: EventServerOptions;
  readonly #bindings = new Map<string, EventBinding>();
  readonly #gate: StoreGate;
  readonly #sources: { readonly consumer: StreamConsumer; readonly runner: EventRunner }[] = [];

  constructor(settings: EventServerOptions) {
    super();
    this.#settings = settings;
    this.#gate = new StoreGate(settings.database, settings.log);
  }

  override addHandler(pattern: string, callback: MessageHandler, _isEventHandler?: boolean, extras: Record<string, unknown> = {}): void {
    const contracts = extras.contracts as readonly EventContract[] | undefined;
    const contract = contracts?.find(({ subject }) => subject === pattern);
    if (!contracts || contract?.type !== 'event') throw new Error(`${pattern} is not bound by @Handles or @HandlesBatch to an event`);
    this.handled.push(contract.subject);
    const isBatch = extras.isBatch === true;
    this.#bindings.set(contract.subject, {
      contract,
      handle: (events, tx) => resultOf(callback(isBatch ? events : events[0], tx)),
      batch: isBatch ? contracts : undefined,
    });
  }

  /** Waits for durables that do not exist yet; the migrate step makes them. */
  listen(callback: (error?: unknown) => void): void {
    const slots = new Slots(this.#settings.concurrency ?? CONCURRENCY);
    const owners = new Set([...this.#bindings.values()].map(({ contract }) => contract.owner));
    for (const owner of owners) this.#startSource(owner, slots);
    callback();
  }

  /** Resolves when the durables hold nothing pending or unacknowledged. For tests. */
  async drained(): Promise<void> {
    for (const { consumer } of this.#sources) {
      while (!(await consumer.isDrained())) await delay(DRAINED_POLL_MS);
    }
  }

  /** Fetches no more, lets handlers end, 10 s at most, and hands back what waits. Leaves the connection open. */
  async close(): Promise<void> {
    this.#gate.takeDown();
    await Promise.all(this.#sources.map(({ consumer }) => consumer.stop()));
    const late = new Promise((resolve) => AbortSignal.timeout(GRACE_MS).addEventListener('abort', resolve));
    await Promise.race([Promise.all(this.#sources.map(({ runner }) => runner.stop())), late]);
    for (const { consumer } of this.#sources) consumer.end();
  }

  /**
   * Runs a dead letter's event once more, for just the durable that gave it up, whatever newer versions did meanwhile: handlers that keep
   * state compare with the version that it has. Where the inbox says that it was handled after all nothing is run: `duplicate`.
   * @throws what the handler throws, and everything is as it was; UnknownVersion, MalformedEvent
   */
  async replay({ subject, envelope, data }: Pick<DeadLetter, 'subject' | 'envelope' | 'data'>): Promise<ReplayOutcome> {
    const binding = this.#bindings.get(subject);
    if (!binding) throw new UnknownVersion(subject);
    if (!envelope) throw new MalformedEvent('nobody can say what it is about');
    const durable = durableName(this.#settings.service, eventStream(binding.contract.owner));
    const outcome = await this.#applier(durable).applyAgain(envelope, data);
    return outcome === 'run' ? 'replayed' : 'duplicate';
  }

  /** Makes a projection anew, from its streams; see `rebuildProjection`. */
  rebuild(projection: Projection): Promise<void> {
    const { connection, service, database, log, ackWaitSeconds } = this.#settings;
    return rebuildProjection({ connection, service, database, projection, log, ackWaitSeconds });
  }

  /** Nest's server events; `connectBus` reports on the connection. */
  on(): void {}

  unwrap<T>(): T {
    return this.#settings.connection as T;
  }

  #applier(durable: string): EventApplier {
    const { database, tokens } = this.#settings;
    return new EventApplier({ database, tokens, inbox: new InboxStore(database, durable), handlers: this.#bindings });
  }

  #startSource(owner: ServiceName, slots: Slots): void {
    const { connection, service, database, log, metrics, retry } = this.#settings;
    const stream = eventStream(owner);
    const durable = durableName(service, stream);
    const consumer = new StreamConsumer({
      connection,
      inboxPrefix: inboxPrefix(service),
      stream,
      durable,
      gate: this.#gate,
      log,
      take: (delivery) => runner.take(delivery),
      waiting: () => runner.waiting,
    });
    const runner = new EventRunner({
      applier: this.#applier(durable),
      log,
      metrics,
      slots,
      inbox: new InboxStore(database, durable),
      deadLetters: new DeadLetters(connection, service),
      gate: this.#gate,
      retry: { ...RETRY, ...retry },
      handlers: this.#bindings,
      settledUpTo: () => consumer.settledUpTo(),
      onRoom: () => consumer.lookForRoom(),
    });
    this.#sources.push({ consumer, runner });
    consumer.start();
  }
}
