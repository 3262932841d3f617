import { headers, type Msg, type MsgHdrs, type NatsConnection, nuid, type Subscription } from '@nats-io/transport-node';
import type { ServiceName } from '@smartcontent/contracts';
import type { OutboxRow, PublishedRow } from '@smartcontent/database';
import { beginSpan, type LongSpan } from '@smartcontent/tracing';
import { inboxPrefix } from './connection.js';
import { writeEnvelope } from './event-envelope.js';
import { sendSpan } from './message-spans.js';

/** The stream refused a row. */
export class NotAcknowledged extends Error {
  override readonly name = 'NotAcknowledged';
  constructor(
    message: string,
    /** Only because another message than expected came before it, which is no reason any more: everything before was acknowledged. */
    readonly isOutOfTurn = false,
  ) {
    super(message);
  }
}

interface Sent {
  readonly row: OutboxRow;
  readonly sentAtMs: number;
  readonly span: LongSpan | undefined;
  answer?: Answer;
}

/** What a stream answers to a publication. */
interface Answer {
  readonly seq?: number;
  readonly duplicate?: boolean;
  readonly error?: { readonly err_code: number; readonly description: string };
}

interface WindowOptions {
  /** So few unanswered rows leave room for a batch. */
  readonly room: number;
  /** Called when there is room again, and at each refusal. */
  readonly onRoom: () => void;
}

const ACK_TIMEOUT_MS = 5_000;
/** The message before this one is another than expected. */
const WRONG_LAST_MESSAGE = 10_070;

/**
 * Outbox rows on their way to the stream, in the order in which they were sent. It sends without waiting, and one subscription takes all
 * acknowledgements: a request for each would cost more than all the rest.
 */
export class PublishWindow {
  readonly #connection: NatsConnection;
  readonly #inbox: string;
  readonly #options: WindowOptions;
  #subscription: Subscription | undefined;
  #sent: Sent[] = [];
  /** Number of the first one in `#sent`; the last part of the subject that its answer comes to. */
  #first = 0;
  #unanswered = 0;
  #unacknowledged = 0;
  #lastId: string | undefined;

  constructor(connection: NatsConnection, service: ServiceName, options: WindowOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#inbox = `${inboxPrefix(service)}.${nuid.next()}`;
  }

  open(): void {
    this.#subscription = this.#connection.subscribe(`${this.#inbox}.*`, { callback: (_error, message) => this.#take(message) });
  }

  /** Id of the message that the stream ends with. */
  startAfter(lastId: string | undefined): void {
    this.#lastId = lastId;
  }

  close(): void {
    this.#subscription?.unsubscribe();
  }

  get isEmpty(): boolean {
    return this.#sent.length === 0;
  }

  /** Rows that were acknowledged and not taken out. */
  get acknowledged(): number {
    return this.#sent.length - this.#unacknowledged;
  }

  /** Rows that were sent and have no answer yet. */
  get unanswered(): number {
    return this.#unanswered;
  }

  /** Ids of all that was sent and not handed out by `takeAcknowledged`. */
  get ids(): number[] {
    return this.#sent.map(({ row }) => row.id);
  }

  /**
   * The stream takes a row only right after the one before it, unless everything before was acknowledged already. Else it could refuse one
   * (too large for the room that is left) and take the next, and no consumer would wait for an earlier version that came after a later one.
   * A duplicate of what the stream ends with is passed over in this: it would stand right before the next one whatever was refused before it.
   */
  send(rows: readonly OutboxRow[]): void {
    const sentAtMs = performance.now();
    for (const row of rows) {
      const previous = this.#unacknowledged > 0 ? this.#sent.findLast((sent) => sent.row.event_id !== this.#lastId)?.row : undefined;
      const reply = `${this.#inbox}.${this.#first + this.#sent.length}`;
      this.#connection.publish(row.subject, row.data, { headers: headersOf(row, previous), reply });
      this.#sent.push({ row, sentAtMs, span: beginSpan(() => sendSpan(row)) });
      this.#unanswered += 1;
      this.#unacknowledged += 1;
    }
  }

  /** Takes out what was acknowledged, up to the first that was not. */
  takeAcknowledged(): PublishedRow[] {
    const end = this.#sent.findIndex(({ answer }) => answer?.seq === undefined);
    const taken = this.#sent.splice(0, end < 0 ? this.#sent.length : end);
    this.#first += taken.length;
    return taken.map(({ row: { id, created_at }, answer }) => ({
      id,
      created_at,
      stream_sequence: answer?.seq ?? 0,
      is_duplicate: answer?.duplicate === true,
    }));
  }

  /** Why the first row without an acknowledgement will not get one. */
  get failure(): Error | undefined {
    const first = this.#sent.find(({ answer }) => answer?.seq === undefined);
    const error = first?.answer?.error;
    if (error) return new NotAcknowledged(error.description, error.err_code === WRONG_LAST_MESSAGE);
    const isLate = first && performance.now() - first.sentAtMs > ACK_TIMEOUT_MS;
    return isLate ? new Error('the stream did not answer') : undefined;
  }

  /** Forgets everything that was sent. */
  clear(): void {
    for (const { span, answer } of this.#sent) if (!answer) span?.end('unanswered');
    this.#first += this.#sent.length;
    this.#sent = [];
    this.#unanswered = 0;
    this.#unacknowledged = 0;
  }

  #take(message: Msg): void {
    const sent = this.#sent[Number(message.subject.slice(this.#inbox.length + 1)) - this.#first];
    if (!sent || sent.answer) return;
    sent.answer = answerOf(message);
    sent.span?.end(sent.answer.error?.description);
    this.#unanswered -= 1;
    if (!sent.answer.error) this.#unacknowledged -= 1;
    if (!sent.answer.error && !sent.answer.duplicate) this.#lastId = sent.row.event_id;
    if (this.#unanswered === this.#options.room || sent.answer.error) this.#options.onRoom();
  }
}

/** Without a stream for the subject the server answers with a status instead. A refusal too has a sequence, 0. */
function answerOf(message: Msg): Answer {
  if (message.headers?.hasError) return { error: { err_code: message.headers.code, description: message.headers.description } };
  const { error, seq, duplicate } = message.json<Answer>();
  return error ? { error } : { seq, duplicate };
}

/** Written at once: the client's own headers look at each name and value three times, which is a quarter of the work for a row. */
function headersOf({ event_id, headers: attributes }: OutboxRow, previous: OutboxRow | undefined): MsgHdrs {
  let text = `NATS/1.0\r\nNats-Msg-Id: ${event_id}\r\n`;
  if (previous) text += `Nats-Expected-Last-Msg-Id: ${previous.event_id}\r\n`;
  const bytes = Buffer.from(`${text}${writeEnvelope(attributes)}\r\n`);
  return Object.assign(headers(), { encode: () => bytes });
}
