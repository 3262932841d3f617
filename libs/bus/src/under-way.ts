/** Something that ends at an instant unless it is done before. */
export interface Expiring {
  /** Epoch milliseconds. */
  readonly deadlineMs: number;
  /** Given by `UnderWay.add`. */
  place: number;
  /** Called at the deadline, and perhaps again until it is deleted. */
  expire(): void;
}

/** What a timer of Node takes at most. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * What is under way, each in a place of its own until it is done or its deadline is over. One timer watches all deadlines, nearly none of
 * which is ever reached.
 *
 * Not a Map or a Set: those of V8 link each table that they outgrow to the next one, so that once a table is old enough, whatever comes and
 * goes through it survives as long. A fifth of all that the client threw away lived on by that, now a hundredth.
 */
export class UnderWay<T extends Expiring> {
  readonly #items: (T | undefined)[] = [];
  readonly #free: number[] = [];
  #timer: NodeJS.Timeout | undefined;
  #wakesAtMs = Number.POSITIVE_INFINITY;

  get size(): number {
    return this.#items.length - this.#free.length;
  }

  /** Gives it a place, which is another's once this one is deleted. */
  add(item: T): void {
    item.place = this.#free.pop() ?? this.#items.length;
    this.#items[item.place] = item;
    if (item.deadlineMs < this.#wakesAtMs) this.#wakeAt(item.deadlineMs);
  }

  get(place: number): T | undefined {
    return this.#items[place];
  }

  delete(item: T): void {
    if (this.#items[item.place] !== item) return;
    this.#items[item.place] = undefined;
    this.#free.push(item.place);
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const item of this.#items) if (item) yield item;
  }

  #wakeAt(atMs: number): void {
    clearTimeout(this.#timer);
    this.#wakesAtMs = atMs;
    this.#timer = setTimeout(() => this.#sweep(), Math.min(Math.max(atMs - Date.now(), 1), LONGEST_TIMER_MS));
    this.#timer.unref();
  }

  #sweep(): void {
    this.#wakesAtMs = Number.POSITIVE_INFINITY;
    const now = Date.now();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const item of this) {
      if (item.deadlineMs <= now) item.expire();
      else nextMs = Math.min(nextMs, item.deadlineMs);
    }
    if (nextMs < this.#wakesAtMs) this.#wakeAt(nextMs);
  }
}
