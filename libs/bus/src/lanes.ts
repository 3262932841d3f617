/** What a lane keeps in order. */
export interface Ordered {
  readonly version: number;
}

/** What waits for one key, lowest version first. Whoever works on it takes the head, or several from it, and removes what is done. */
export class Lane<T extends Ordered> {
  readonly items: T[] = [];
  isResting = false;
  #wake: (() => void) | undefined;

  constructor(
    readonly key: string,
    private readonly onRest: (count: number) => void,
  ) {}

  get head(): T | undefined {
    return this.items[0];
  }

  /** A new head ends the rest: it may be what the others wait for. */
  add(item: T): void {
    const place = this.items.findLastIndex((other) => other.version <= item.version) + 1;
    this.items.splice(place, 0, item);
    if (this.isResting) this.onRest(1);
    if (place === 0) this.wake();
  }

  remove(item: T): void {
    this.items.splice(this.items.indexOf(item), 1);
  }

  /** Resolves after the time, or when it is woken. */
  async rest(restMs: number): Promise<void> {
    this.isResting = true;
    this.onRest(this.items.length);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, restMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
    this.onRest(-this.items.length);
    this.isResting = false;
  }

  wake(): void {
    this.#wake?.();
  }
}

/** Keeps work of one key in order, while different keys go on side by side. */
export class Lanes<T extends Ordered> {
  readonly #lanes = new Map<string, Lane<T>>();
  #working = 0;
  #isIdle = Promise.withResolvers<void>();
  #resting = 0;

  /** `work` sees a lane through until it is empty; it must not reject. */
  constructor(
    private readonly work: (lane: Lane<T>) => Promise<void>,
    private readonly onRest: () => void = () => {},
  ) {}

  /** Items whose lane does nothing but wait at the moment. */
  get resting(): number {
    return this.#resting;
  }

  find(key: string): Lane<T> | undefined {
    return this.#lanes.get(key);
  }

  add(key: string, item: T): void {
    const known = this.#lanes.get(key);
    const lane = known ?? new Lane<T>(key, (count) => this.#countRest(count));
    lane.add(item);
    if (known) return;
    this.#lanes.set(key, lane);
    void this.#see(lane);
  }

  wakeAll(): void {
    for (const lane of this.#lanes.values()) lane.wake();
  }

  /** Resolves when every lane is empty. */
  async idle(): Promise<void> {
    while (this.#working > 0) await this.#isIdle.promise;
  }

  #countRest(count: number): void {
    this.#resting += count;
    if (count > 0) this.onRest();
  }

  async #see(lane: Lane<T>): Promise<void> {
    this.#working += 1;
    while (lane.head) await this.work(lane);
    this.#lanes.delete(lane.key);
    this.#working -= 1;
    if (this.#working > 0) return;
    this.#isIdle.resolve();
    this.#isIdle = Promise.withResolvers();
  }
}
