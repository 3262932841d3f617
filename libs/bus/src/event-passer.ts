import type { InboxEvent, InboxStore } from '@smartcontent/database';

/** Moves the inbox past events that nobody here handles, many in one statement: they are most of some streams. */
export class EventPasser {
  #collecting: { readonly events: InboxEvent[]; readonly gaps: Promise<ReadonlySet<string>> } | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly inbox: InboxStore) {}

  /** False where an earlier version of the aggregate is still missing. */
  async pass(event: InboxEvent, allowGap: boolean): Promise<boolean> {
    if (allowGap) return (await this.inbox.pass([event], { allowGap })).size === 0;
    this.#collecting ??= this.#collect();
    this.#collecting.events.push(event);
    return !(await this.#collecting.gaps).has(event.id);
  }

  /** One statement at a time; what arrives during it goes into the next. */
  #collect() {
    const events: InboxEvent[] = [];
    const gaps = this.#last.then(nextTurn).then(() => {
      this.#collecting = undefined;
      return this.inbox.pass(events);
    });
    this.#last = gaps.catch(() => {});
    return { events, gaps };
  }
}

/** Lets the other lanes of this turn hand in theirs. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
