/**
 * The common departure of one turn of the event loop: who waits for it leaves together with all others of the turn, so that their messages
 * share one write. The system call, and waking the server for it, cost more than everything else about a small message.
 */
export class Departure {
  #next: Promise<void> | undefined;

  /** Resolves when the sockets that are ready now have been read. */
  wait(): Promise<void> {
    this.#next ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#next = undefined;
        resolve();
      });
    });
    return this.#next;
  }
}
