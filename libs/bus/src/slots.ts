/** Lets at most `width` pieces of work run at once, in the order in which they ask. */
export class Slots {
  readonly #width: number;
  #free: number;
  readonly #waiting: { readonly places: number; readonly start: () => void }[] = [];

  constructor(width: number) {
    this.#width = width;
    this.#free = width;
  }

  /** Whether work would begin at once. */
  get isOpen(): boolean {
    return this.#free > 0 && this.#waiting.length === 0;
  }

  use<T>(work: () => Promise<T>): Promise<T> {
    return this.#occupy(1, work);
  }

  /** Waits until nothing else runs, and lets nothing else begin until it is done. */
  useAlone<T>(work: () => Promise<T>): Promise<T> {
    return this.#occupy(this.#width, work);
  }

  async #occupy<T>(places: number, work: () => Promise<T>): Promise<T> {
    if (this.#waiting.length > 0 || this.#free < places) await new Promise<void>((start) => this.#waiting.push({ places, start }));
    else this.#free -= places;
    try {
      return await work();
    } finally {
      this.#free += places;
      this.#startWaiting();
    }
  }

  #startWaiting(): void {
    for (let next = this.#waiting[0]; next && next.places <= this.#free; next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#free -= next.places;
      next.start();
    }
  }
}
