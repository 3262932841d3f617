import { randomUUID } from 'node:crypto';
import { type JetStreamClient, jetstream, jetstreamManager, type PubAck } from '@nats-io/jetstream';
import { headers as emptyHeaders, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node';
import type { DeadCause, ServiceName } from '@smartcontent/contracts';
import type { FailureRecord } from '@smartcontent/database';
import { deadLetterStream, deadLetterSubjects } from './dead-letter-streams.js';
import type { Delivery } from './delivery.js';

export type { DeadCause };

/** Headers that a dead letter has beside those of its event. */
export const DEAD_HEADER = {
  cause: 'sc-dead-cause',
  error: 'sc-dead-error',
  /** JSON array of `{ at, cause }`, the latest attempts. */
  history: 'sc-dead-history',
  consumer: 'sc-dead-consumer',
  stream: 'sc-dead-stream',
  sequence: 'sc-dead-sequence',
  at: 'sc-dead-at',
} as const;

const HISTORY_ENTRIES = 10;
const ERROR_LENGTH = 500;
/** Where the event leaves no room for more. */
const SHORT_ERROR_LENGTH = 50;
/** The message id that the client adds, and the number that makes it another one. */
const ID_BYTES = 512;
/** What a NATS server takes unless it is told otherwise. */
const PAYLOAD_BYTES = 1024 * 1024;
/** An answer that was under way when the connection was lost does not come any more, and the event's aggregate waits for it. */
const ANSWER_MS = 2_000;

/** Publishes events that this service gave up to `dlq.<service>.<their subject>`, with payload and headers as they came. */
export class DeadLetters {
  readonly #connection: NatsConnection;
  readonly #stream: JetStreamClient;

  constructor(
    connection: NatsConnection,
    private readonly service: ServiceName,
  ) {
    this.#connection = connection;
    this.#stream = jetstream(connection, { timeout: ANSWER_MS });
  }

  /**
   * Resolves when the service's dead letter stream has it. A repeat within its duplicate window is stored once. Of an event that leaves no
   * room beside it the history is left out; of one that fills a message alone, its data, which still stands in its own stream.
   */
  async publish(delivery: Delivery, cause: DeadCause, error: string, history: FailureRecord['history']): Promise<void> {
    const { place, message } = delivery;
    const roomBytes = (this.#connection.info?.max_payload ?? PAYLOAD_BYTES) - ID_BYTES;
    const fits = (headers: MsgHdrs, data: Uint8Array) => Buffer.byteLength(String(headers)) + data.length <= roomBytes;
    let headers = headersOf(delivery, cause, error.slice(0, ERROR_LENGTH), history.slice(-HISTORY_ENTRIES).map(shorten));
    if (!fits(headers, message.data)) headers = headersOf(delivery, cause, error.slice(0, SHORT_ERROR_LENGTH), []);
    const data = fits(headers, message.data) ? message.data : '';
    const msgID = `${place.durable}:${place.sequence}:${place.timestampNanos}`;
    const send = (id: string) => this.#stream.publish(deadLetterSubjects(this.service, delivery.subject), data, { headers, msgID: id });
    const ack = await send(msgID);
    // The earlier letter of this event was taken away within the duplicate window: after a rebuild it may fail anew.
    if (ack.duplicate && !(await this.#isHeld(ack))) await send(`${msgID}:${randomUUID()}`);
  }

  async #isHeld({ seq }: PubAck): Promise<boolean> {
    const manager = await jetstreamManager(this.#connection, { checkAPI: false });
    return (await manager.streams.getMessage(deadLetterStream(this.service), { seq })) !== null;
  }
}

function headersOf({ message, place, sequence }: Delivery, cause: DeadCause, error: string, history: FailureRecord['history']): MsgHdrs {
  const headers = emptyHeaders();
  for (const [name, values] of message.headers ?? []) {
    if (!name.startsWith('Nats-') && values[0] !== undefined) headers.append(name, values[0]);
  }
  headers.append(DEAD_HEADER.cause, cause);
  headers.append(DEAD_HEADER.error, headerText(error));
  headers.append(DEAD_HEADER.history, headerText(history));
  headers.append(DEAD_HEADER.consumer, place.durable);
  headers.append(DEAD_HEADER.stream, place.stream);
  headers.append(DEAD_HEADER.sequence, String(sequence));
  headers.append(DEAD_HEADER.at, new Date().toISOString());
  return headers;
}

function shorten(entry: FailureRecord['history'][number]): FailureRecord['history'][number] {
  return { ...entry, cause: entry.cause.slice(0, ERROR_LENGTH) };
}

/** JSON in ASCII: header values hold no line breaks, and not every client reads them as UTF-8. */
function headerText(value: unknown): string {
  return JSON.stringify(value).replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
