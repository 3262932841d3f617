import { type ConsumerInfo, type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import { type Msg, millis, type NatsConnection } from '@nats-io/transport-node';
import type { BusLog } from './bus-log.js';
import { Delivery } from './delivery.js';
import { linkOf } from './link.js';
import { EXPIRES_MS, MessagePull } from './message-pull.js';
import { OutageLog } from './outage-log.js';
import { Signal } from './signal.js';
import type { StoreGate } from './store-gate.js';

/** Deliveries that this process holds at most, beside those that only wait in their lanes. */
const MOST_HELD = 1_000;
/** Another request is worth its message when at least this many fit. */
const LEAST_REQUESTED = 100;
const RETRY_MS = 200;
/** What is settled within this time is told in one write, which costs the server and this process as much as everything else about an acknowledgement. */
const GATHER_MS = 5;
/** A question that was under way when the connection was lost is not answered any more. */
const ANSWER_MS = 1_000;
/** A durable that is made anew, and a process that was stopped for a while, are soon over it. */
const WORDS = { begun: 'a durable cannot be read', over: 'a durable is read again', patienceMs: 2_000 };

export interface StreamConsumerOptions {
  readonly connection: NatsConnection;
  /** Prefix of inboxes that the service's NATS user may subscribe to. */
  readonly inboxPrefix: string;
  readonly stream: string;
  readonly durable: string;
  readonly gate: StoreGate;
  readonly log: BusLog;
  /** Takes a delivery, which it must settle some time; must not throw. */
  readonly take: (delivery: Delivery) => void;
  /** Deliveries that only wait, and leave their room to others. */
  readonly waiting: () => number;
}

/** Pulls from one durable for ever, as much as fits and only while Postgres is there, and keeps alive what is held. */
export class StreamConsumer {
  readonly #options: StreamConsumerOptions;
  /** Each at its `index`. Not a Set: V8 keeps what comes and goes through one alive for longer than this takes. */
  readonly #held: Delivery[] = [];
  #settled: Delivery[] = [];
  readonly #signal = new Signal();
  readonly #manager: Promise<JetStreamManager>;
  #generation = 0;
  #pull: MessagePull | undefined;
  #created: string | undefined;
  #asking: Promise<number> | undefined;
  /** The highest first delivery, and the lowest from which every one up to it came here and was not handed back. */
  #newest = 0;
  #unbrokenFrom = Number.POSITIVE_INFINITY;
  #isStopping = false;
  #isEnded = false;
  #ended: Promise<void> = Promise.resolve();
  #keeping: NodeJS.Timeout | undefined;
  #unwatch: (() => void) | undefined;

  constructor(options: StreamConsumerOptions) {
    this.#options = options;
    this.#manager = jetstreamManager(options.connection, { checkAPI: false, timeout: ANSWER_MS });
  }

  start(): void {
    this.#ended = this.#run();
    this.#unwatch = linkOf(this.#options.connection).onBack(() => this.#renew());
  }

  /** Asks for no more. What is held stays with its holder. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#signal.raise();
    await this.#ended;
    if (linkOf(this.#options.connection).isUp) await this.#pull?.stop();
  }

  /** Lets go of what was not settled. */
  end(): void {
    this.#isEnded = true;
    this.#tell();
    clearInterval(this.#keeping);
    this.#unwatch?.();
    this.#unbind();
  }

  /** True where the durable has nothing to deliver and nothing open. */
  async isDrained(): Promise<boolean> {
    if (this.#held.length > 0) return false;
    const { num_pending, num_ack_pending } = await this.#info();
    return num_pending === 0 && num_ack_pending === 0;
  }

  /**
   * Sequence up to which no message can come any more that is not here: all of them are settled, by whichever replica, or this one took every
   * one of them. One look answers all who ask in this turn.
   */
  settledUpTo(): Promise<number> {
    this.#asking ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      // Who asks from here on must not get an answer from before.
      this.#asking = undefined;
      return this.#look();
    });
    return this.#asking;
  }

  /** To be called when more deliveries only wait than before. */
  lookForRoom(): void {
    if (this.#room >= LEAST_REQUESTED) this.#signal.raise();
  }

  get #room(): number {
    return MOST_HELD - (this.#held.length - this.#options.waiting()) - (this.#pull?.requested ?? 0);
  }

  async #look(): Promise<number> {
    const { stream } = this.#options;
    const [{ created, ack_floor }, { state }] = await Promise.all([this.#info(), (await this.#manager).streams.info(stream)]);
    if (created !== this.#created) this.#renew();
    // A new durable's floor is 0, wherever its stream begins, and where something expired unsettled the floor stays below it.
    const settled = Math.max(ack_floor.stream_seq, state.first_seq - 1);
    return this.#unbrokenFrom <= settled + 1 ? Math.max(settled, this.#newest) : settled;
  }

  async #info(): Promise<ConsumerInfo> {
    const { stream, durable } = this.#options;
    return (await this.#manager).consumers.info(stream, durable);
  }

  async #run(): Promise<void> {
    const { connection, durable, gate, log } = this.#options;
    const outage = new OutageLog(log, WORDS);
    while (!this.#isStopping && !connection.isClosed()) {
      try {
        await gate.whenOpen();
        if (this.#pull?.isSilent) throw new Error('it says nothing');
        this.#pull ??= await this.#bind();
        if (!this.#isStopping && this.#room >= LEAST_REQUESTED) this.#pull.request(this.#room);
        outage.end();
        await this.#signal.wait(EXPIRES_MS);
      } catch (error) {
        // The durable is gone, not made yet or being made anew, or the server is away, which the connection tells.
        this.#unbind();
        if (linkOf(connection).isUp) outage.fail(error, { durable });
        await this.#signal.wait(RETRY_MS);
      }
    }
  }

  async #bind(): Promise<MessagePull> {
    const { created, config } = await this.#info();
    if (this.#created !== undefined && this.#created !== created) this.#begin();
    this.#created = created;
    this.#keepAlive(millis(config.ack_wait ?? 0));
    const { connection, inboxPrefix, stream, durable } = this.#options;
    return new MessagePull({
      connection,
      inboxPrefix,
      stream,
      durable,
      onMessage: (message) => this.#hold(message),
      onEnd: (error) => (error ? this.#renew() : this.lookForRoom()),
    });
  }

  #hold(message: Msg): void {
    const generation = this.#generation;
    const delivery = new Delivery(
      message,
      () => generation === this.#generation,
      (settled, isHandedBack) => this.#letGo(settled, isHandedBack),
    );
    delivery.index = this.#held.push(delivery) - 1;
    if (delivery.count === 1) {
      if (delivery.sequence !== this.#newest + 1) this.#unbrokenFrom = delivery.sequence;
      this.#newest = delivery.sequence;
    }
    this.#options.take(delivery);
  }

  #letGo(delivery: Delivery, isHandedBack: boolean): void {
    if (this.#held[delivery.index] !== delivery) return;
    const last = this.#held.pop() as Delivery;
    if (last !== delivery) {
      this.#held[delivery.index] = last;
      last.index = delivery.index;
    }
    if (isHandedBack) this.#unbrokenFrom = Math.max(this.#unbrokenFrom, delivery.sequence + 1);
    if (this.#settled.push(delivery) === 1) setTimeout(() => this.#tell(), GATHER_MS);
    this.lookForRoom();
  }

  #tell(): void {
    const settled = this.#settled;
    this.#settled = [];
    if (!this.#options.connection.isClosed()) for (const delivery of settled) delivery.tell();
  }

  /** Three times within the server's patience, so that one lost or late word costs nothing. */
  #keepAlive(ackWaitMs: number): void {
    clearInterval(this.#keeping);
    if (this.#isEnded) return;
    this.#keeping = setInterval(() => {
      for (const delivery of this.#held) delivery.keep();
    }, ackWaitMs / 3);
  }

  #unbind(): void {
    this.#pull?.end();
    this.#pull = undefined;
  }

  /** From here on, acknowledgements of what was delivered before are not sent any more. */
  #renew(): void {
    this.#begin();
    this.#unbind();
    this.#signal.raise();
  }

  /** What is known of earlier deliveries says nothing about those that come now. */
  #begin(): void {
    this.#generation += 1;
    this.#newest = 0;
    this.#unbrokenFrom = Number.POSITIVE_INFINITY;
  }
}
