/**
 * The common departure of one turn of the event loop: what is added leaves together with all else of the turn, so that the messages
 * share one write. The system call, and waking the server for it, cost more than everything else about a small message.
 */
export class Departure<T> {
  #waiting: T[] = [];

  /** `send` must not throw. */
  constructor(private readonly send: (item: T) => void) {}

  /** Sends it when the sockets that are ready now have been read. */
  add(item: T): void {
    if (this.#waiting.push(item) === 1) setImmediate(() => this.#leave());
  }

  #leave(): void {
    const leaving = this.#waiting;
    this.#waiting = [];
    for (const item of leaving) this.send(item);
  }
}
