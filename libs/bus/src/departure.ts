/**
 * The common departure of one turn of the event loop: what is added leaves together with all else of the turn, so that the messages
 * share one write. The system call, and waking the server for it, cost more than everything else about a small message.
 */
export class Departure {
  #waiting: (() => void)[] = [];

  /** Calls `send` when the sockets that are ready now have been read. It must not throw. */
  add(send: () => void): void {
    if (this.#waiting.push(send) === 1) setImmediate(() => this.#leave());
  }

  #leave(): void {
    const leaving = this.#waiting;
    this.#waiting = [];
    for (const send of leaving) send();
  }
}
