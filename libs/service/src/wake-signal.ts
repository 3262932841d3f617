/** Wakes a job of this process for work that has just been committed, before it would look again by itself. One waits at a time. */
export class WakeSignal {
  #isRaised = false;
  #wake: (() => void) | null = null;

  /** Kept until somebody waits, so that what commits during a round is not slept over. */
  raise(): void {
    this.#isRaised = true;
    this.#wake?.();
  }

  /** Resolves after so many seconds, or at once when the signal is raised or `stopping` aborts. */
  async wait(seconds: number, stopping: AbortSignal): Promise<void> {
    if (!this.#isRaised && !stopping.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, seconds * 1_000);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
        stopping.addEventListener('abort', this.#wake, { once: true });
      });
      if (this.#wake) stopping.removeEventListener('abort', this.#wake);
      this.#wake = null;
    }
    this.#isRaised = false;
  }
}
