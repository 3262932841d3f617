/** Something to wait for with a limit: `wait` ends at the next `raise`, or at once if it was raised since the last wait. */
export class Signal {
  #isRaised = false;
  #wake: (() => void) | undefined;

  raise(): void {
    this.#isRaised = true;
    this.#wake?.();
  }

  /** Forgets that it was raised: what it told of is being looked at. */
  lower(): void {
    this.#isRaised = false;
  }

  /** Resolves at the signal, after `limitMs` at the latest. */
  async wait(limitMs: number): Promise<void> {
    if (!this.#isRaised) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, limitMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#isRaised = false;
    this.#wake = undefined;
  }
}
