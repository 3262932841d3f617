import {
  type ConsumerMessages,
  DeliverPolicy,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
  jetstream,
  jetstreamManager,
} from '@nats-io/jetstream';
import { headers as emptyHeaders, type MsgHdrs } from '@nats-io/transport-node';
import { Injectable } from '@nestjs/common';
import { DEAD_HEADER } from '@smartcontent/bus';
import { Bus } from '@smartcontent/service';
import type { StreamedMessage } from './event-range.js';

const STREAM = 'INGEST';
/** One request to the server; a message and its headers are below 1 MiB. */
const PULL_BYTES = 8 * 1024 * 1024;
const NO_MESSAGE = 10_037;
/** A question that a broken connection swallowed is asked again soon: nothing is read meanwhile. */
const TIMEOUT_MS = 2_000;

/** The stream INGEST: read in order from any position, asked for what it holds, cut behind what is stored. */
@Injectable()
export class IngestStream {
  readonly #client: JetStreamClient;
  #manager: Promise<JetStreamManager> | null = null;

  constructor(private readonly bus: Bus) {
    this.#client = jetstream(bus.connection, { timeout: TIMEOUT_MS });
  }

  /** First and last sequence; on an empty stream the first is one above the last. */
  async bounds(): Promise<{ first: number; last: number }> {
    const { state } = await (await this.#management()).streams.info(STREAM);
    return { first: Math.max(state.first_seq, 1), last: state.last_seq };
  }

  /** The Nats-Msg-Id of the message at this sequence, or null where there is none (any more). */
  async messageId(sequence: number): Promise<string | null> {
    try {
      const message = await (await this.#management()).streams.getMessage(STREAM, { seq: sequence });
      return message?.header.get('Nats-Msg-Id') ?? null;
    } catch (error) {
      if (error instanceof JetStreamApiError && error.code === NO_MESSAGE) return null;
      throw error;
    }
  }

  /** Messages from a sequence on, in order, without an end; close() ends it. */
  async read(from: number): Promise<{ messages: AsyncIterable<StreamedMessage>; close(): Promise<void> }> {
    const consumer = await this.#client.consumers.get(STREAM, { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: from });
    const messages: ConsumerMessages = await consumer.consume({ max_bytes: PULL_BYTES, expires: 5_000 });
    return {
      messages: mapped(messages),
      close: async () => {
        await messages.close();
        await consumer.delete().catch(() => undefined);
      },
    };
  }

  /** Drops everything before this sequence; the message at it stays, so that its id can be compared. */
  async purgeBefore(sequence: number): Promise<void> {
    await (await this.#management()).streams.purge(STREAM, { seq: sequence });
  }

  /** Puts a message aside where an operator finds it. Resolves when the DLQ stream has it; a repeat is stored once. */
  async deadLetter(message: StreamedMessage, reason: string): Promise<void> {
    const headers = emptyHeaders();
    for (const [name, value] of message.headers) if (!name.startsWith('Nats-')) headers.append(name, value);
    headers.append(DEAD_HEADER.cause, 'malformed');
    headers.append(DEAD_HEADER.error, JSON.stringify(reason.slice(0, 500)).replace(/[^\x20-\x7e]/g, '?'));
    headers.append(DEAD_HEADER.consumer, 'analytics_INGEST');
    headers.append(DEAD_HEADER.stream, STREAM);
    headers.append(DEAD_HEADER.sequence, String(message.sequence));
    headers.append(DEAD_HEADER.at, new Date().toISOString());
    const msgID = `analytics_INGEST:${message.sequence}:${message.id}`;
    await this.#client.publish(`dlq.analytics.${message.subject}`, message.body, { headers, msgID });
  }

  /** Calls the listener after each reconnect, as long as the service runs: the server may not be the one it was. */
  async onReconnect(listener: () => void): Promise<void> {
    for await (const change of this.bus.connection.status()) if (change.type === 'reconnect') listener();
  }

  /** Made at the first use: making it asks the server, which may be away when the service starts. */
  #management(): Promise<JetStreamManager> {
    this.#manager ??= jetstreamManager(this.bus.connection, { timeout: TIMEOUT_MS }).catch((error: unknown) => {
      this.#manager = null;
      throw error;
    });
    return this.#manager;
  }
}

async function* mapped(messages: AsyncIterable<JsMsg>): AsyncIterable<StreamedMessage> {
  for await (const message of messages) {
    const headers = plainHeaders(message.headers);
    yield { sequence: message.seq, id: headers.get('Nats-Msg-Id') ?? '', subject: message.subject, headers, body: message.data };
  }
}

function plainHeaders(headers: MsgHdrs | undefined): Map<string, string> {
  const plain = new Map<string, string>();
  for (const [name, values] of headers ?? []) if (values[0] !== undefined) plain.set(name, values[0]);
  return plain;
}
