import type { NatsConnection } from '@nats-io/transport-node';

/**
 * Whether a connection is up at this moment. The client drops what it was given while it is not: a request made then would only wait
 * for its time-out.
 */
export class Link {
  #isUp = true;
  readonly #listeners = new Set<() => void>();
  readonly #lossListeners = new Set<() => void>();

  constructor(connection: NatsConnection) {
    void this.#watch(connection);
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Calls the listener after each reconnect: what was broadcast meanwhile was missed, and the broker may not be the one it was. Returns its removal. */
  onBack(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls the listener at each loss, the end of the connection among them: answers that were on their way do not come any more. */
  onLost(listener: () => void): void {
    this.#lossListeners.add(listener);
  }

  #lose(): void {
    this.#isUp = false;
    for (const listener of this.#lossListeners) listener();
  }

  async #watch(connection: NatsConnection): Promise<void> {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect') this.#lose();
      if (type !== 'reconnect') continue;
      this.#isUp = true;
      for (const listener of this.#listeners) listener();
    }
    this.#lose();
  }
}

const links = new WeakMap<NatsConnection, Link>();

/** The one link of this connection. */
export function linkOf(connection: NatsConnection): Link {
  const link = links.get(connection) ?? new Link(connection);
  links.set(connection, link);
  return link;
}
