import { type Consumer, type ConsumerMessages, type JsMsg, jetstream } from '@nats-io/jetstream';
import { millis, type NatsConnection } from '@nats-io/transport-node';
import type { BusLog } from './bus-log.js';
import { Delivery } from './delivery.js';
import { linkOf } from './link.js';
import { Signal } from './signal.js';
import type { StoreGate } from './store-gate.js';

/** Deliveries that this process holds at most, most of them waiting in their lanes. */
const MOST_HELD = 256;
/** A new fetch is worth its round trip when at least this many fit. */
const LEAST_FETCHED = 32;
const FETCH_MS = 10_000;
const RETRY_MS = 500;

export interface StreamConsumerOptions {
  readonly connection: NatsConnection;
  readonly stream: string;
  readonly durable: string;
  readonly gate: StoreGate;
  readonly log: BusLog;
  /** Takes a delivery, which it must settle some time; must not throw. */
  readonly take: (delivery: Delivery) => void;
}

/** Pulls from one durable for ever, as much as fits and only while Postgres is there, and keeps alive what is held. */
export class StreamConsumer {
  readonly #options: StreamConsumerOptions;
  readonly #held = new Set<Delivery>();
  readonly #signal = new Signal();
  #generation = 0;
  #messages: ConsumerMessages | undefined;
  #consumer: Consumer | undefined;
  #isStopping = false;
  #isEnded = false;
  #ended: Promise<void> = Promise.resolve();
  #keeping: NodeJS.Timeout | undefined;
  #unwatch: (() => void) | undefined;

  constructor(options: StreamConsumerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#ended = this.#pull();
    this.#unwatch = linkOf(this.#options.connection).onBack(() => this.#renew());
  }

  /** Fetches no more. What is held stays with its holder. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#signal.raise();
    this.#messages?.stop();
    await this.#ended;
  }

  /** Lets go of what was not settled. */
  end(): void {
    this.#isEnded = true;
    clearInterval(this.#keeping);
    this.#unwatch?.();
  }

  /** True where the durable has nothing to deliver and nothing open. */
  async isDrained(): Promise<boolean> {
    if (this.#held.size > 0) return false;
    const { num_pending, num_ack_pending } = await (await this.#bound()).info();
    return num_pending === 0 && num_ack_pending === 0;
  }

  /** True where every message before this sequence is settled: nothing of an earlier version can come any more. */
  async isAllSettledBefore(sequence: number): Promise<boolean> {
    const { ack_floor } = await (await this.#bound()).info();
    return ack_floor.stream_seq >= sequence - 1;
  }

  async #pull(): Promise<void> {
    let isReported = false;
    while (!this.#isStopping && !this.#options.connection.isClosed()) {
      try {
        await this.#options.gate.whenOpen();
        const room = MOST_HELD - this.#held.size;
        if (room < LEAST_FETCHED) await this.#signal.wait(FETCH_MS);
        else await this.#fetch(room);
        isReported = false;
      } catch (error) {
        // The durable is gone, not made yet or being made anew, or the server is away.
        this.#renew();
        if (!isReported) this.#options.log.warn('a durable cannot be read', { durable: this.#options.durable, error });
        isReported = true;
        await this.#signal.wait(RETRY_MS);
      }
    }
  }

  async #fetch(room: number): Promise<void> {
    const consumer = await this.#bound();
    if (this.#isStopping) return;
    this.#messages = await consumer.fetch({ max_messages: room, expires: FETCH_MS });
    for await (const message of this.#messages) this.#hold(message);
  }

  #hold(message: JsMsg): void {
    const generation = this.#generation;
    const delivery = new Delivery(
      message,
      () => generation === this.#generation,
      (settled) => {
        this.#held.delete(settled);
        if (this.#held.size === MOST_HELD - LEAST_FETCHED) this.#signal.raise();
      },
    );
    this.#held.add(delivery);
    this.#options.take(delivery);
  }

  async #bound(): Promise<Consumer> {
    if (this.#consumer) return this.#consumer;
    const consumer = await jetstream(this.#options.connection).consumers.get(this.#options.stream, this.#options.durable);
    const { config } = await consumer.info(true);
    this.#keepAlive(millis(config.ack_wait ?? 0));
    this.#consumer = consumer;
    return consumer;
  }

  /** Three times within the server's patience, so that one lost or late word costs nothing. */
  #keepAlive(ackWaitMs: number): void {
    clearInterval(this.#keeping);
    if (this.#isEnded) return;
    this.#keeping = setInterval(() => {
      for (const delivery of this.#held) delivery.keep();
    }, ackWaitMs / 3);
  }

  /** From here on, acknowledgements of what was delivered before are not sent any more. */
  #renew(): void {
    this.#generation += 1;
    this.#consumer = undefined;
    this.#messages?.stop();
  }
}
