import { createInbox, type Msg, type NatsConnection, nanos, type Subscription } from '@nats-io/transport-node';
import { Signal } from './signal.js';

export interface MessagePullOptions {
  readonly connection: NatsConnection;
  /** Prefix of inboxes that the user may subscribe to. */
  readonly inboxPrefix: string;
  readonly stream: string;
  readonly durable: string;
  /** Must not throw. */
  readonly onMessage: (message: Msg) => void;
  /** A request ran out, or with an error: the durable is gone. */
  readonly onEnd: (error?: Error) => void;
}

/** A request waits this long for messages. Short, since a durable that was deleted, or a request that was lost, is noticed by its silence. */
export const EXPIRES_MS = 2_000;
const SILENCE_MS = EXPIRES_MS + 1_000;
const REQUEST_ENDED = 408;

/**
 * Pull requests to one durable, over one subscription for as long as the service runs. The client's own `fetch` subscribes anew each time and
 * stops between two requests; its `consume` asks for more whether or not there is room.
 */
export class MessagePull {
  readonly #options: MessagePullOptions;
  readonly #subject: string;
  readonly #inbox: string;
  readonly #subscription: Subscription;
  #requested = 0;
  #heardAtMs = 0;

  constructor(options: MessagePullOptions) {
    this.#options = options;
    this.#subject = `$JS.API.CONSUMER.MSG.NEXT.${options.stream}.${options.durable}`;
    this.#inbox = createInbox(options.inboxPrefix);
    this.#subscription = options.connection.subscribe(this.#inbox, { callback: (error, message) => this.#hear(error, message) });
  }

  /** Messages that were asked for and have not come yet. */
  get requested(): number {
    return this.#requested;
  }

  /** The durable was asked and does not answer, not even that there is nothing. */
  get isSilent(): boolean {
    return this.#requested > 0 && Date.now() - this.#heardAtMs > SILENCE_MS;
  }

  request(count: number): void {
    if (this.#requested === 0) this.#heardAtMs = Date.now();
    this.#requested += count;
    this.#publish(count, EXPIRES_MS, this.#inbox);
  }

  /**
   * Takes no more. Resolves when the server has struck the open requests off its list: before that it would take the next message that is
   * handed back for one of them, and nats-server 2.9 then forgets that message until its ack wait is over.
   */
  async stop(): Promise<void> {
    // What is on its way still comes, and is handed back: without a word it would rest until its ack wait is over.
    const drained = new Signal();
    this.#subscription.drain().then(
      () => drained.raise(),
      () => drained.raise(),
    );
    await drained.wait(SILENCE_MS);
    const { connection, inboxPrefix, onMessage } = this.#options;
    const inbox = createInbox(inboxPrefix);
    const struck = new Signal();
    const last = connection.subscribe(inbox, {
      callback: (_error, message) => {
        if (message && !isStatus(message)) onMessage(message);
        struck.raise();
      },
    });
    this.#publish(1, 1, inbox);
    await struck.wait(SILENCE_MS);
    last.unsubscribe();
  }

  end(): void {
    this.#subscription.unsubscribe();
  }

  #publish(batch: number, expiresMs: number, reply: string): void {
    this.#options.connection.publish(this.#subject, JSON.stringify({ batch, expires: nanos(expiresMs) }), { reply });
  }

  #hear(error: Error | null, message: Msg): void {
    this.#heardAtMs = Date.now();
    if (!error && !isStatus(message)) {
      this.#requested -= 1;
      this.#options.onMessage(message);
    } else if (message?.headers?.code === REQUEST_ENDED) {
      // Every server that is known says how many; else it is all of them.
      const left = Number(message.headers.get('Nats-Pending-Messages')) || this.#requested;
      this.#requested = Math.max(this.#requested - left, 0);
      this.#options.onEnd();
    } else this.#options.onEnd(error ?? new Error(`${message.headers?.code} ${message.headers?.description}`));
  }
}

/** Messages of a stream always say where their acknowledgement goes. */
function isStatus(message: Msg): boolean {
  return message.reply === undefined || message.reply === '';
}
