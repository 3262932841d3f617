import type { JsMsg } from '@nats-io/jetstream';

/**
 * One delivery of a message, settled once. After a reconnect or after the durable was made anew its acknowledgement is not sent:
 * a broker that lost its tail may have given the same sequence to another message, which would be acknowledged unread.
 * Such a message comes again, and the inbox knows it.
 */
export class Delivery {
  readonly subject: string;
  /** From 1; more means that an earlier delivery was not settled, or asked to come again. */
  readonly count: number;
  readonly sequence: number;

  constructor(
    readonly message: JsMsg,
    private readonly isCurrent: () => boolean,
    private readonly onSettled: (delivery: Delivery) => void,
  ) {
    this.subject = message.subject;
    this.count = message.info.deliveryCount;
    this.sequence = message.info.streamSequence;
  }

  ack(): void {
    this.#settle(() => this.message.ack());
  }

  /** Asks for another delivery after `delayMs`. */
  nak(delayMs: number): void {
    this.#settle(() => this.message.nak(delayMs));
  }

  /** Bare, since nats-server 2.9 takes a term with a reason for nothing at all. */
  term(): void {
    this.#settle(() => this.message.term());
  }

  /** Keeps the server from giving the message to another replica while it is held here. */
  keep(): void {
    if (this.isCurrent()) this.message.working();
  }

  #settle(send: () => void): void {
    if (this.isCurrent()) send();
    this.onSettled(this);
  }
}
