import type { EventOf, RequestContext } from '@smartcontent/contracts';
import type { Database, InboxOutcome, InboxStore, Tx } from '@smartcontent/database';
import type { Slots } from './lanes.js';

export interface EventBatcherOptions {
  readonly database: Database;
  readonly inbox: InboxStore;
  readonly slots: Slots;
  readonly contextOf: (companyId: string) => Promise<RequestContext>;
  readonly handle: (events: readonly EventOf[], tx: Tx) => Promise<unknown>;
}

/** Most events of one transaction. */
const BATCH = 500;

interface Waiting {
  readonly event: EventOf;
  /** Its place in the stream. */
  readonly sequence: number;
  readonly done: PromiseWithResolvers<InboxOutcome>;
}

/** Collects events of one batch handler and runs them in one transaction; what arrives while it runs goes into the next. */
export class EventBatcher {
  readonly #options: EventBatcherOptions;
  readonly #waiting: Waiting[] = [];
  #isRunning = false;

  constructor(options: EventBatcherOptions) {
    this.#options = options;
  }

  /** Resolves when the event's batch is committed; rejects with the error of the batch, of which nothing is kept then. */
  take(event: EventOf, sequence: number): Promise<InboxOutcome> {
    const done = Promise.withResolvers<InboxOutcome>();
    this.#waiting.push({ event, sequence, done });
    if (!this.#isRunning) void this.#run();
    return done.promise;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      // Lets the other lanes of this turn hand in theirs.
      await new Promise((resolve) => setImmediate(resolve));
      const batch = this.#waiting.splice(0, BATCH).sort((one, other) => one.sequence - other.sequence);
      try {
        const outcomes = await this.#options.slots.use(() => this.#transact(batch.map(({ event }) => event)));
        for (const { event, done } of batch) done.resolve(outcomes.get(event.id) ?? 'duplicate');
      } catch (error) {
        for (const { done } of batch) done.reject(error);
      }
    }
    this.#isRunning = false;
  }

  #transact(events: readonly EventOf[]): Promise<ReadonlyMap<string, InboxOutcome>> {
    const { database, inbox, contextOf, handle } = this.#options;
    return database.withTenants(async (tx, enter) => {
      const outcomes = await inbox.acceptMany(
        tx,
        events.map((event) => ({ events: [event] })),
      );
      const fresh = events.filter((event) => outcomes.get(event.id) === 'run');
      for (const [companyId, ofCompany] of Map.groupBy(fresh, (event) => event.companyId)) {
        await enter(await contextOf(companyId));
        await handle(ofCompany, tx);
      }
      return outcomes;
    });
  }
}
