import { EVENTS, type EventContract } from '@smartcontent/contracts';
import type { InboxAnswer, InboxStore } from '@smartcontent/database';
import { LRUCache } from 'lru-cache';
import type { BusLog, BusMetrics, EventOutcome } from './bus-log.js';
import type { DeadLetters } from './dead-letters.js';
import type { Delivery } from './delivery.js';
import type { EventApplier, EventBinding, HeldRun, SettledOutcome } from './event-applier.js';
import { BATCH, EventBatcher, type Pace } from './event-batcher.js';
import { type Envelope, readEnvelope, readEvent } from './event-envelope.js';
import { AggregateBusy, jittered, type RetryPolicy, VersionGap } from './event-failure.js';
import { EventFailures } from './event-failures.js';
import { GapWatch } from './gap-watch.js';
import { HeldEvent, type Verdict } from './held-event.js';
import { type Lane, Lanes } from './lanes.js';
import type { Slots } from './slots.js';
import type { StoreGate } from './store-gate.js';
import { Suspects } from './suspects.js';
import { readMessageHeaders } from './wire.js';

export interface EventRunnerOptions {
  readonly applier: EventApplier;
  readonly inbox: InboxStore;
  readonly deadLetters: DeadLetters;
  readonly gate: StoreGate;
  readonly slots: Slots;
  readonly retry: RetryPolicy;
  readonly handlers: ReadonlyMap<string, EventBinding>;
  /** Sequence up to which nothing can come any more that is not here. */
  readonly settledUpTo: () => Promise<number>;
  /** Called when there is room for more deliveries. */
  readonly onRoom: () => void;
  readonly log: BusLog;
  readonly metrics?: BusMetrics;
}

/** Who waits for an earlier version is woken when it was handled; this is the net. */
const GAP_DELAY_MS = 2_000;
/** Doubled, up to the second figure. */
const BUSY_DELAY_MS = { least: 10, most: 200 };
/** Handlers of single events run one after the other in a transaction that they share: slow ones are not to wait for each other's commit. */
const SINGLES: Pace = { most: 64, aimMs: 50 };
/** What waits in lanes that do nothing but wait; more is handed back, so that a few aggregates do not fill the memory. */
const MOST_WAITING = 4_000;
const HAND_BACK_DELAY_MS = 1_000;
/** A process that ends takes innocent events with it that were under way; from the third delivery on, one is looked at by itself. */
const SUSPECT_FROM = 3;
const REMEMBERED_EVENTS = 10_000;
const KNOWN_SUBJECTS: ReadonlySet<string> = new Set(EVENTS.map((event) => event.subject));

/**
 * Sees each event of one durable through: order per aggregate, inbox, handler, retry, dead letter. What cannot be done at once waits in its
 * lane, and what follows it waits behind it; a word to the server now and then keeps both here.
 */
export class EventRunner {
  readonly #options: EventRunnerOptions;
  readonly #lanes: Lanes<HeldEvent>;
  readonly #families: ReadonlySet<string>;
  /** By the contracts of a batch handler; `single` for all handlers that take one event. */
  readonly #batchers = new Map<readonly EventContract[] | 'single' | 'passed', EventBatcher>();
  /** Events that this process handed back: that they come again does not mean that a process died. */
  readonly #handedBack = new LRUCache<string, true>({ max: REMEMBERED_EVENTS });
  readonly #gaps: GapWatch;
  readonly #suspects: Suspects;
  readonly #failures: EventFailures;
  #isStopping = false;

  constructor(options: EventRunnerOptions) {
    this.#options = options;
    this.#gaps = new GapWatch(options);
    this.#suspects = new Suspects(options);
    this.#failures = new EventFailures(options);
    this.#lanes = new Lanes((lane) => this.#see(lane), options.onRoom);
    this.#families = new Set([...options.handlers.keys()].map(familyOf));
  }

  /** Deliveries that only wait for something, and leave their room to others. */
  get waiting(): number {
    return this.#lanes.resting;
  }

  take(delivery: Delivery): void {
    const held = this.#read(delivery);
    const key = held.envelope?.aggregateId ?? `message ${delivery.sequence}`;
    const lane = this.#lanes.find(key);
    const known = lane?.items.find((other) => other.delivery.sequence === delivery.sequence && other.envelope?.id === held.envelope?.id);
    if (known) {
      // The same message, and the only one whose acknowledgement is still heard.
      known.delivery.drop();
      known.delivery = delivery;
      return;
    }
    const isBehind = lane?.isResting === true && lane.head !== undefined && lane.head.version <= held.version;
    if (this.#isStopping || (isBehind && this.#lanes.resting >= MOST_WAITING)) this.#defer(held);
    else this.#lanes.add(key, held);
  }

  /** Starts nothing more, hands back what waits and resolves when the handlers under way are done. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#lanes.wakeAll();
    await this.#lanes.idle();
  }

  #read(delivery: Delivery): HeldEvent {
    try {
      const envelope = readEnvelope(delivery.subject, readMessageHeaders(delivery.message));
      const binding = this.#options.handlers.get(envelope.subject);
      const isPassed = !binding && (KNOWN_SUBJECTS.has(envelope.subject) || !this.#families.has(familyOf(envelope.subject)));
      const held = new HeldEvent(delivery, envelope, binding, isPassed);
      held.isSuspect = !isPassed && delivery.count >= SUSPECT_FROM && !this.#handedBack.has(envelope.id);
      return held;
    } catch (error) {
      const held = new HeldEvent(delivery, undefined);
      held.verdict = { cause: 'malformed', error, history: [] };
      return held;
    }
  }

  #defer({ envelope, delivery }: HeldEvent): void {
    if (envelope) this.#handedBack.set(envelope.id, true);
    delivery.nak(jittered(HAND_BACK_DELAY_MS));
  }

  /** One step of a lane: something is settled, or it rests. */
  async #see(lane: Lane<HeldEvent>): Promise<void> {
    await this.#options.gate.whenOpen();
    if (this.#isStopping) return this.#handBack(lane);
    const head = lane.head as HeldEvent;
    let restMs: number;
    try {
      restMs = await this.#try(lane, head);
    } catch (error) {
      if (this.#isStopping || !(await this.#options.gate.check())) return;
      restMs = this.#failures.waitOut(head, error);
      this.#report(head, 'retried');
    }
    // Another head came meanwhile where an earlier version did.
    if (restMs > 0 && lane.head === head && !this.#isStopping) await lane.rest(restMs);
  }

  #handBack(lane: Lane<HeldEvent>): void {
    for (const { delivery } of lane.items.splice(0)) delivery.nak(0);
  }

  /** How long the lane rests; 0 where something was settled or decided. What it throws is no attempt. */
  #try(lane: Lane<HeldEvent>, head: HeldEvent): Promise<number> {
    this.#gaps.delete(lane.key);
    if (head.verdict) return this.#bury(lane, head, head.verdict);
    if (head.isSuspect) return this.#runSuspect(lane, head);
    const { run, binding } = this.#batchOf(lane);
    return run && (head.isPassed || this.#isShared(binding))
      ? this.#runBatch(lane, run, binding)
      : this.#options.slots.use(() => this.#runSingle(lane, head));
  }

  /** Handlers of single events share a transaction where more wait than can run at once: a commit costs more than most of them. */
  #isShared(binding: EventBinding | undefined): boolean {
    return !binding || binding.batch !== undefined || !this.#options.slots.isOpen || !this.#batcherOf(binding).isIdle;
  }

  /** The head and what can go into one transaction with it: up to the first that is for another handler or must run by itself. */
  #batchOf(lane: Lane<HeldEvent>): { run?: HeldRun; binding?: EventBinding } {
    let binding: EventBinding | undefined;
    const run: HeldEvent[] = [];
    for (const held of lane.items) {
      const most = binding ? this.#batcherOf(binding).most : BATCH;
      const isNext = run.length < most && held.version === (run.at(-1)?.version ?? held.version - 1) + 1;
      if (!isNext || held.isSuspect || held.isSingle) break;
      if (!held.isPassed) {
        if (!held.binding || (binding && binding.batch !== held.binding.batch) || !canRead(held)) break;
        binding = held.binding;
      }
      run.push(held);
    }
    const [head, ...others] = run;
    return head ? { run: [head, ...others], binding } : {};
  }

  async #runBatch(lane: Lane<HeldEvent>, run: HeldRun, binding: EventBinding | undefined): Promise<number> {
    const startedMs = performance.now();
    let answers: ReadonlyMap<string, InboxAnswer>;
    try {
      answers = await this.#batcherOf(binding).take(run);
    } catch (error) {
      if (!binding || this.#isStopping || !(await this.#options.gate.check())) throw error;
      // One by one it shows whose fault it was.
      for (const held of run) held.isSingle = !held.isPassed;
      return 0;
    }
    for (const held of run) {
      const { outcome, previous } = answers.get((held.envelope as Envelope).id) as InboxAnswer;
      // All of them, then: each follows the one before it.
      if (outcome === 'busy') return this.#awaitOther(held);
      if (outcome === 'gap') return this.#awaitEarlier(lane, held, previous ?? 0);
      this.#acknowledge(lane, held, outcome, startedMs);
    }
    return 0;
  }

  #batcherOf(binding: EventBinding | undefined): EventBatcher {
    const key = binding ? (binding.batch ?? 'single') : 'passed';
    const known = this.#batchers.get(key);
    if (known) return known;
    const apply = async (runs: readonly HeldRun[], onHandled: (tookMs: number) => void) => {
      this.#goOn();
      return this.#options.applier.applyMany(runs, binding, { goOn: () => this.#goOn(), onHandled });
    };
    const batcher = new EventBatcher(this.#options.slots, apply, key === 'single' ? SINGLES : undefined);
    this.#batchers.set(key, batcher);
    return batcher;
  }

  async #runSingle(lane: Lane<HeldEvent>, held: HeldEvent): Promise<number> {
    const startedMs = performance.now();
    const { gapFrom, delivery } = held;
    try {
      this.#goOn();
      const outcome = await this.#options.applier.apply(held.envelope as Envelope, delivery.message.data, gapFrom);
      this.#acknowledge(lane, held, outcome, startedMs);
      return 0;
    } catch (error) {
      await this.#suspects.survive(held);
      if (error instanceof AggregateBusy) return this.#awaitOther(held);
      if (error instanceof VersionGap) return this.#awaitEarlier(lane, held, error.previous);
      held.isSuspect = false;
      return this.#fail(lane, held, error);
    }
  }

  /** What has waited for its turn is not begun any more when the service stops. */
  #goOn(): void {
    if (this.#isStopping) throw new Error('the service stops');
  }

  async #runSuspect(lane: Lane<HeldEvent>, held: HeldEvent): Promise<number> {
    const restMs = await this.#suspects.run(held, () => this.#runSingle(lane, held));
    return restMs === 'elsewhere' ? this.#acknowledge(lane, held, 'duplicate') : restMs;
  }

  /**
   * An earlier version is on its way to somebody, however long something that its handler needs is away; it is gone only when everything
   * before this message is settled.
   */
  #awaitEarlier(lane: Lane<HeldEvent>, held: HeldEvent, previous: number): number {
    // It came while this one was tried.
    if (lane.head !== held) return 0;
    this.#report(held, 'gap');
    const wake = (isGone: boolean) => {
      if (isGone && lane.head === held) {
        this.#options.log.warn('an event goes on without an earlier version of its aggregate', held.fields);
        held.gapFrom = previous;
      }
      lane.wake();
    };
    this.#gaps.add({ aggregateId: lane.key, version: held.version, sequence: held.delivery.sequence, wake });
    return GAP_DELAY_MS;
  }

  /** Another replica has the aggregate in a transaction that is open, for as long as that takes. */
  #awaitOther(held: HeldEvent): number {
    this.#report(held, 'gap');
    const delayMs = Math.min(BUSY_DELAY_MS.least * 2 ** held.meetings, BUSY_DELAY_MS.most);
    held.meetings += 1;
    return jittered(delayMs);
  }

  async #fail(lane: Lane<HeldEvent>, held: HeldEvent, error: unknown): Promise<number> {
    if (this.#isStopping) throw error;
    const restMs = await this.#failures.count(held, error);
    if (restMs === 'elsewhere') return this.#acknowledge(lane, held, 'duplicate');
    if (restMs > 0) this.#report(held, 'retried');
    return restMs;
  }

  async #bury(lane: Lane<HeldEvent>, held: HeldEvent, verdict: Verdict): Promise<number> {
    await this.#failures.bury(held, verdict);
    lane.remove(held);
    this.#report(held, 'dead');
    return 0;
  }

  #acknowledge(lane: Lane<HeldEvent>, held: HeldEvent, outcome: SettledOutcome, startedMs?: number): number {
    held.delivery.ack();
    this.#failures.settled(held);
    lane.remove(held);
    const handled = held.gapFrom === undefined ? 'handled' : 'forced';
    this.#report(held, ({ run: handled, passed: 'skipped', stale: 'older', duplicate: 'duplicate' } as const)[outcome], startedMs);
    return 0;
  }

  #report(held: HeldEvent, outcome: EventOutcome, startedMs = performance.now()): void {
    this.#options.metrics?.eventHandled?.(held.delivery.subject, outcome, (performance.now() - startedMs) / 1000);
  }
}

/** Reads the data, once. What cannot be read runs by itself, so that it is refused in its turn. */
function canRead(held: HeldEvent): boolean {
  try {
    held.event ??= readEvent((held.binding as EventBinding).contract, held.envelope as Envelope, held.delivery.message.data);
    return true;
  } catch {
    held.isSingle = true;
    return false;
  }
}

/** The subject without its version. */
function familyOf(subject: string): string {
  return subject.replace(/\.v\d+$/, '');
}
