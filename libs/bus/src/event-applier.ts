import type { EventContract, EventOf, RequestContext } from '@smartcontent/contracts';
import type { Database, InboxAnswer, InboxOutcome, InboxRun, InboxStore, RunEvent, Tx } from '@smartcontent/database';
import { inSpan } from '@smartcontent/tracing';
import type { ActorTokens } from './actor-tokens.js';
import { type Envelope, readEvent } from './event-envelope.js';
import { AggregateBusy, UnknownVersion, VersionGap } from './event-failure.js';
import type { HeldEvent, ReadHeldEvent } from './held-event.js';
import { processManySpan, processSpan } from './message-spans.js';
import { eventStream } from './streams.js';

/** A handler and the contract that its event must fit. */
export interface EventBinding {
  readonly contract: EventContract;
  readonly handle: (events: readonly EventOf[], tx: Tx) => Promise<unknown>;
  /** The contracts of its batch handler, the same object for each of them; undefined where it takes one event at a time. */
  readonly batch: readonly EventContract[] | undefined;
}

export interface EventApplierOptions {
  readonly database: Database;
  readonly inbox: InboxStore;
  readonly tokens: ActorTokens;
  readonly handlers: ReadonlyMap<string, EventBinding>;
}

/** Held events of one aggregate, whose versions follow one another; those without data are passed over. */
export type HeldRun = readonly [HeldEvent, ...HeldEvent[]];

/** Of events that share a transaction. */
export interface SharedRun {
  /** Throws where no further event is to be begun. */
  readonly goOn: () => void;
  /** Told how long the handler of each event took, in milliseconds. */
  readonly onHandled: (tookMs: number) => void;
}

/** What became of an event that is done with: the other outcomes are thrown. */
export type SettledOutcome = Exclude<InboxOutcome, 'gap' | 'busy'>;

/** The transactions of a consumer: what the inbox notes and what the handler does are committed together. */
export class EventApplier {
  readonly #options: EventApplierOptions;

  constructor(options: EventApplierOptions) {
    this.#options = options;
  }

  /** @throws AggregateBusy, VersionGap, MalformedEvent, UnknownVersion, and whatever the handler throws; nothing is kept then. */
  apply(envelope: Envelope, data: Uint8Array, gapFrom?: number): Promise<SettledOutcome> {
    return this.#inSpan(envelope, () => this.#run(envelope, data, (tx) => this.#options.inbox.accept(tx, envelope, gapFrom)));
  }

  /** The same once more for an event that was given up. */
  applyAgain(envelope: Envelope, data: Uint8Array): Promise<SettledOutcome> {
    return this.#inSpan(envelope, () => this.#run(envelope, data, (tx) => this.#options.inbox.acceptAgain(tx, envelope)));
  }

  /**
   * All of them or none, in the order of their stream: a batch handler is called once per company, others once per event. `binding` is that of
   * any of them that is handled; they are all of one batch handler, or all of others.
   */
  applyMany(runs: readonly HeldRun[], binding: EventBinding | undefined, shared: SharedRun): Promise<ReadonlyMap<string, InboxAnswer>> {
    if (!binding) return this.#applyMany(runs, binding, shared);
    const envelopes = () => runs.flatMap((run) => run.flatMap(({ event }) => event ?? []));
    return inSpan(
      () => processManySpan(eventStream(binding.contract.owner), envelopes()),
      () => this.#applyMany(runs, binding, shared),
    );
  }

  #applyMany(runs: readonly HeldRun[], binding: EventBinding | undefined, shared: SharedRun): Promise<ReadonlyMap<string, InboxAnswer>> {
    const { database, inbox, tokens } = this.#options;
    return database.withTenants(async (tx, enter) => {
      const answers = await inbox.acceptMany(tx, runs.map(inboxRun));
      if (!binding) return answers;
      const fresh = inStreamOrder(runs).filter(({ event }) => answers.get(event.id)?.outcome === 'run');
      if (!binding.batch) {
        for (const held of fresh) {
          shared.goOn();
          const startedMs = performance.now();
          await this.#handleShared(held, tx, enter);
          shared.onHandled(performance.now() - startedMs);
        }
        return answers;
      }
      for (const [companyId, events] of Map.groupBy(
        fresh.map(({ event }) => event),
        (event) => event.companyId,
      )) {
        await enter(await tokens.serviceContext(companyId, `events of ${binding.contract.owner}`));
        await binding.handle(events, tx);
      }
      return answers;
    });
  }

  /** One event of several that share a transaction; each is in its own trace. */
  #handleShared({ envelope, binding, event }: ReadHeldEvent, tx: Tx, enter: (context: RequestContext) => Promise<void>): Promise<void> {
    return inSpan(
      () => processSpan(envelope),
      async () => {
        await enter(await this.#contextOf(envelope));
        await binding.handle([event], tx);
      },
    );
  }

  #inSpan(envelope: Envelope, work: () => Promise<SettledOutcome>): Promise<SettledOutcome> {
    return inSpan(() => processSpan(envelope), work);
  }

  async #run(envelope: Envelope, data: Uint8Array, accept: (tx: Tx) => Promise<InboxAnswer>): Promise<SettledOutcome> {
    const { database, handlers } = this.#options;
    return database.withTenant(await this.#contextOf(envelope), async (tx) => {
      const { outcome, previous } = await accept(tx);
      if (outcome === 'busy') throw new AggregateBusy();
      if (outcome === 'gap') throw new VersionGap(previous ?? 0);
      if (outcome !== 'run') return outcome;
      const binding = handlers.get(envelope.subject);
      if (!binding) throw new UnknownVersion(envelope.subject);
      await binding.handle([readEvent(binding.contract, envelope, data)], tx);
      return outcome;
    });
  }

  async #contextOf(envelope: Envelope): Promise<RequestContext> {
    const context = await this.#options.tokens.serviceContext(envelope.companyId, `event ${envelope.subject}`);
    return { ...context, correlationId: envelope.correlationId, causationId: envelope.id, traceparent: envelope.traceparent };
  }
}

function inboxRun(run: HeldRun): InboxRun {
  const events = run.map(({ event, envelope }) => event ?? { ...envelope, isPassed: true });
  return { events: events as [RunEvent, ...RunEvent[]], gapFrom: run[0].gapFrom };
}

/** An aggregate's own order comes first: what was delivered again may stand behind its later versions. */
function inStreamOrder(runs: readonly HeldRun[]): ReadHeldEvent[] {
  const placed: { readonly held: ReadHeldEvent; readonly place: number }[] = [];
  for (const run of runs) {
    let place = 0;
    for (const held of run) {
      place = Math.max(place, held.delivery.sequence);
      if (held.event) placed.push({ held: held as ReadHeldEvent, place });
    }
  }
  return placed.sort((one, other) => one.place - other.place).map(({ held }) => held);
}
