import type { Msg } from '@nats-io/transport-node';

/** Where a message stands, as its reply subject says: `$JS.ACK.<stream>.<durable>.<count>.<sequence>.<place>.<nanoseconds>.<pending>`. */
interface Place {
  readonly stream: string;
  readonly durable: string;
  readonly count: number;
  readonly sequence: number;
  /** When the stream took it, in nanoseconds since 1970. */
  readonly timestampNanos: string;
}

/**
 * One delivery of a message, settled once. After a reconnect or after the durable was made anew its acknowledgement is not sent:
 * a broker that lost its tail may have given the same sequence to another message, which would be acknowledged unread.
 * Such a message comes again, and the inbox knows it.
 */
export class Delivery {
  readonly subject: string;
  readonly place: Place;
  /** Where its holder keeps it. */
  index = -1;

  #word = '';

  /** `onSettled` has `tell` called in its time. */
  constructor(
    readonly message: Msg,
    private readonly isCurrent: () => boolean,
    private readonly onSettled: (delivery: Delivery, isHandedBack: boolean) => void,
  ) {
    this.subject = message.subject;
    this.place = readPlace(message.reply ?? '');
  }

  /** From 1; more means that an earlier delivery was not settled, or asked to come again. */
  get count(): number {
    return this.place.count;
  }

  get sequence(): number {
    return this.place.sequence;
  }

  ack(): void {
    this.#settle('+ACK');
  }

  /** Asks for another delivery after `delayMs`. */
  nak(delayMs: number): void {
    this.#settle(delayMs > 0 ? `-NAK {"delay":${delayMs}000000}` : '-NAK', true);
  }

  /** Bare, since nats-server 2.9 takes a term with a reason for nothing at all. */
  term(): void {
    this.#settle('+TERM');
  }

  /** Lets go of it without a word: a later delivery of the same message took its place. */
  drop(): void {
    this.onSettled(this, false);
  }

  /** Keeps the server from giving the message to another replica while it is held here. */
  keep(): void {
    if (this.isCurrent()) this.message.respond('+WPI');
  }

  /** Says to the server how it was settled. */
  tell(): void {
    if (this.#word && this.isCurrent()) this.message.respond(this.#word);
  }

  #settle(word: string, isHandedBack = false): void {
    this.#word = word;
    this.onSettled(this, isHandedBack);
  }
}

function readPlace(reply: string): Place {
  const words = reply.split('.');
  // Newer servers put the domain and the account in front.
  const [stream = '', durable = '', count, sequence, , timestampNanos = ''] = words.slice(words.length > 9 ? 4 : 2);
  return { stream, durable, count: Number(count), sequence: Number(sequence), timestampNanos };
}
