import { EVENTS, type EventContract, type EventOf, type RequestContext } from '@smartcontent/contracts';
import type { Database, FailureRecord, InboxOutcome, InboxStore, Tx } from '@smartcontent/database';
import { LRUCache } from 'lru-cache';
import type { ActorTokens } from './actor-tokens.js';
import type { BusLog, BusMetrics, EventOutcome } from './bus-log.js';
import type { DeadCause, DeadLetters } from './dead-letters.js';
import type { Delivery } from './delivery.js';
import { EventBatcher } from './event-batcher.js';
import { type Envelope, readEnvelope, readEvent } from './event-envelope.js';
import { finalCauseOf, isOutage, jittered, type RetryPolicy, retryDelayMs, textOf, UnknownVersion, VersionGap } from './event-failure.js';
import { EventPasser } from './event-passer.js';
import { Lanes, type Slots } from './lanes.js';
import type { StoreGate } from './store-gate.js';

/** A handler and the contract that its event must fit. */
export interface EventBinding {
  readonly contract: EventContract;
  readonly handle: (events: readonly EventOf[], tx: Tx) => Promise<unknown>;
  /** The contracts of its batch handler, which is the same for all of them; undefined where it takes one event at a time. */
  readonly batch: readonly EventContract[] | undefined;
}

export interface EventRunnerOptions {
  readonly database: Database;
  readonly inbox: InboxStore;
  readonly tokens: ActorTokens;
  readonly deadLetters: DeadLetters;
  readonly gate: StoreGate;
  readonly slots: Slots;
  readonly retry: RetryPolicy;
  readonly handlers: ReadonlyMap<string, EventBinding>;
  readonly isAllSettledBefore: (sequence: number) => Promise<boolean>;
  readonly log: BusLog;
  readonly metrics?: BusMetrics;
}

/** Something that a handler needs is away, or the DLQ stream takes nothing: no attempt is counted. */
const OUTAGE_DELAY_MS = 2_000;
const GAP_DELAY_MS = { least: 100, most: 5_000 };
const REMEMBERED_EVENTS = 10_000;
const KNOWN_SUBJECTS: ReadonlySet<string> = new Set(EVENTS.map((event) => event.subject));

/** Sees each delivery of one durable through: order per aggregate, inbox, handler, retry, dead letter. */
export class EventRunner {
  readonly #options: EventRunnerOptions;
  readonly #lanes = new Lanes();
  readonly #passer: EventPasser;
  readonly #families: ReadonlySet<string>;
  readonly #batchers = new Map<readonly EventContract[], EventBatcher>();
  /** Events that this process saw before: a redelivery of them does not mean that a process died. */
  readonly #seen = new LRUCache<string, true>({ max: REMEMBERED_EVENTS });
  readonly #waitingSinceMs = new LRUCache<string, number>({ max: REMEMBERED_EVENTS });
  #suspects: Promise<unknown> = Promise.resolve();
  #isStopping = false;

  constructor(options: EventRunnerOptions) {
    this.#options = options;
    this.#passer = new EventPasser(options.inbox);
    this.#families = new Set([...options.handlers.keys()].map(familyOf));
  }

  take(delivery: Delivery): void {
    let envelope: Envelope;
    try {
      envelope = readEnvelope(delivery.subject, delivery.message.headers);
    } catch (error) {
      const lane = `message ${delivery.sequence}`;
      this.#lanes.run(lane, () => this.#settle(delivery, () => this.#giveUp(delivery, undefined, 'malformed', error, [])));
      return;
    }
    this.#lanes.run(envelope.aggregateId, () => this.#settle(delivery, () => this.#process(delivery, envelope)));
  }

  /** Starts nothing more, hands back what waits and resolves when the handlers under way are done. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#lanes.idle();
  }

  /** Tries until the delivery is settled; waits out an outage of Postgres on the spot, so that no order and no attempt is lost to it. */
  async #settle(delivery: Delivery, work: () => Promise<EventOutcome>): Promise<void> {
    const { gate, log, metrics } = this.#options;
    for (;;) {
      await gate.whenOpen();
      if (this.#isStopping) return delivery.nak(0);
      const startedMs = performance.now();
      try {
        const outcome = await work();
        metrics?.eventHandled?.(delivery.subject, outcome, (performance.now() - startedMs) / 1000);
        return;
      } catch (error) {
        if (!(await gate.check())) continue;
        log.warn('an event waits for something that is away', { subject: delivery.subject, sequence: delivery.sequence, error });
        metrics?.eventHandled?.(delivery.subject, 'retried', (performance.now() - startedMs) / 1000);
        return delivery.nak(jittered(OUTAGE_DELAY_MS));
      }
    }
  }

  async #process(delivery: Delivery, envelope: Envelope): Promise<EventOutcome> {
    const { handlers } = this.#options;
    const isFirstSight = !this.#seen.has(envelope.id);
    this.#seen.set(envelope.id, true);
    const isHandled = handlers.has(envelope.subject);
    const isUnknownVersion = !isHandled && this.#families.has(familyOf(envelope.subject)) && !KNOWN_SUBJECTS.has(envelope.subject);
    if (!isHandled && !isUnknownVersion) return this.#pass(delivery, envelope);
    if (delivery.count > 1 && isFirstSight) return this.#alone(() => this.#runSuspect(delivery, envelope));
    return (await this.#runInBatch(delivery, envelope)) ?? this.#run(delivery, envelope);
  }

  /** Undefined where the event must be run by itself: no batch handler, or its batch failed and somebody in it is guilty. */
  async #runInBatch(delivery: Delivery, envelope: Envelope): Promise<EventOutcome | undefined> {
    const binding = this.#options.handlers.get(envelope.subject);
    if (!binding?.batch || delivery.count > 1) return undefined;
    let outcome: InboxOutcome;
    try {
      outcome = await this.#batcherOf(binding, binding.batch).take(
        readEvent(binding.contract, envelope, delivery.message.data),
        delivery.sequence,
      );
    } catch {
      return undefined;
    }
    if (outcome === 'gap') return undefined;
    return this.#acknowledge(delivery, outcome, false);
  }

  #batcherOf(binding: EventBinding, contracts: readonly EventContract[]): EventBatcher {
    const known = this.#batchers.get(contracts);
    if (known) return known;
    const { database, inbox, slots, tokens } = this.#options;
    const contextOf = (companyId: string) => tokens.serviceContext(companyId, `events of ${binding.contract.owner}`);
    const batcher = new EventBatcher({ database, inbox, slots, contextOf, handle: binding.handle });
    this.#batchers.set(contracts, batcher);
    return batcher;
  }

  async #pass(delivery: Delivery, envelope: Envelope, allowGap = false): Promise<EventOutcome> {
    if (!(await this.#passer.pass(envelope, allowGap)))
      return this.#awaitEarlier(delivery, envelope, () => this.#pass(delivery, envelope, true));
    delivery.ack();
    return 'skipped';
  }

  /**
   * An event that an earlier process took and never settled may be what ended that process. The attempt is counted before it runs, and
   * suspects run one at a time, so that the innocent that were under way beside it are not counted down with it.
   */
  async #runSuspect(delivery: Delivery, envelope: Envelope): Promise<EventOutcome> {
    const { inbox, retry } = this.#options;
    const cause = 'the process ended before it was settled';
    const record = await inbox.recordFailure(envelope, cause);
    if (record.attempts > retry.maxAttempts) return this.#giveUp(delivery, envelope, 'killer', new Error(cause), record.history);
    return this.#run(delivery, envelope);
  }

  #alone(work: () => Promise<EventOutcome>): Promise<EventOutcome> {
    const result = this.#suspects.then(work);
    this.#suspects = result.catch(() => {});
    return result;
  }

  async #run(delivery: Delivery, envelope: Envelope, allowGap = false): Promise<EventOutcome> {
    let outcome: InboxOutcome;
    try {
      outcome = await this.#options.slots.use(() => this.#transact(delivery, envelope, allowGap));
    } catch (error) {
      if (error instanceof VersionGap) return this.#awaitEarlier(delivery, envelope, () => this.#run(delivery, envelope, true));
      return this.#fail(delivery, envelope, error);
    }
    return this.#acknowledge(delivery, outcome, allowGap);
  }

  #acknowledge(delivery: Delivery, outcome: InboxOutcome, allowGap: boolean): EventOutcome {
    delivery.ack();
    if (outcome === 'run') return allowGap ? 'forced' : 'handled';
    return outcome === 'stale' ? 'older' : 'duplicate';
  }

  async #transact(delivery: Delivery, envelope: Envelope, allowGap: boolean): Promise<InboxOutcome> {
    const { database, inbox, handlers } = this.#options;
    return database.withTenant(await this.#contextOf(envelope), async (tx) => {
      const outcome = await inbox.accept(tx, envelope, { allowGap });
      if (outcome === 'gap') throw new VersionGap();
      if (outcome !== 'run') return outcome;
      const binding = handlers.get(envelope.subject);
      if (!binding) throw new UnknownVersion(`${envelope.subject} is a version that this service does not know`);
      await binding.handle([readEvent(binding.contract, envelope, delivery.message.data)], tx);
      return outcome;
    });
  }

  async #contextOf(envelope: Envelope): Promise<RequestContext> {
    const context = await this.#options.tokens.serviceContext(envelope.companyId, `event ${envelope.subject}`);
    return { ...context, correlationId: envelope.correlationId, causationId: envelope.id, traceparent: envelope.traceparent };
  }

  /**
   * An earlier version is on its way to somebody, however long something that its handler needs is away; it is gone only when everything
   * before this message is settled.
   */
  async #awaitEarlier(delivery: Delivery, envelope: Envelope, goOn: () => Promise<EventOutcome>): Promise<EventOutcome> {
    const sinceMs = this.#waitingSinceMs.get(envelope.id) ?? Date.now();
    this.#waitingSinceMs.set(envelope.id, sinceMs);
    const waitedMs = Date.now() - sinceMs;
    if (await this.#options.isAllSettledBefore(delivery.sequence)) {
      this.#options.log.warn('an event goes on without an earlier version of its aggregate', { ...fieldsOf(envelope), waitedMs });
      return goOn();
    }
    // As long again as it has waited already: the delay doubles.
    delivery.nak(Math.min(Math.max(waitedMs, GAP_DELAY_MS.least), GAP_DELAY_MS.most));
    return 'gap';
  }

  async #fail(delivery: Delivery, envelope: Envelope, error: unknown): Promise<EventOutcome> {
    if (isOutage(error)) throw error;
    const { inbox, retry, log } = this.#options;
    const record = await inbox.recordFailure(envelope, textOf(error));
    if (record.attempts === 0) {
      // Settled by another replica meanwhile.
      delivery.ack();
      return 'duplicate';
    }
    const cause = finalCauseOf(error) ?? (record.attempts >= retry.maxAttempts ? 'exhausted' : undefined);
    if (cause) return this.#giveUp(delivery, envelope, cause, error, record.history);
    log.warn('an event will be tried again', { ...fieldsOf(envelope), attempts: record.attempts, error });
    delivery.nak(retryDelayMs(retry, record.attempts));
    return 'retried';
  }

  /** First the dead letter, then the mark in the inbox, then the term: cut short anywhere, it is done again from the start. */
  async #giveUp(
    delivery: Delivery,
    envelope: Envelope | undefined,
    cause: DeadCause,
    error: unknown,
    history: FailureRecord['history'],
  ): Promise<EventOutcome> {
    const { deadLetters, inbox, log } = this.#options;
    await deadLetters.publish(delivery, cause, textOf(error), history);
    if (envelope) await inbox.bury(envelope, textOf(error));
    delivery.term();
    log.error('an event went to the dead letters', {
      subject: delivery.subject,
      sequence: delivery.sequence,
      id: envelope?.id,
      cause,
      error,
    });
    return 'dead';
  }
}

/** The subject without its version. */
function familyOf(subject: string): string {
  return subject.replace(/\.v\d+$/, '');
}

function fieldsOf({ id, subject, aggregateId, aggregateVersion, correlationId }: Envelope): Record<string, unknown> {
  return { id, subject, aggregate_id: aggregateId, aggregate_version: aggregateVersion, correlation_id: correlationId };
}
