import { type DecodedIngest, decodeIngestMessage, IngestMessageMalformed } from '@smartcontent/contracts';

/** A message of the ingest stream as it was read. */
export interface StreamedMessage {
  readonly sequence: number;
  /** Its Nats-Msg-Id. */
  readonly id: string;
  readonly subject: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
}

/** A message together with what it holds, or why it holds nothing. */
export interface RangeMessage {
  readonly message: StreamedMessage;
  readonly content: DecodedIngest | IngestMessageMalformed;
}

export interface RangeLimits {
  readonly maxRows: number;
  readonly maxBytes: number;
  readonly maxMonths: number;
}

/** Position of an event: the message's, shifted by its epoch, and its place in the message. Grows along the stream. */
const PLACES = 1n << 20n;

/** Reads a message; one that does not keep the format is part of its range all the same. */
export function openMessage(message: StreamedMessage): RangeMessage {
  try {
    return { message, content: decodeIngestMessage((name) => message.headers.get(name), message.body) };
  } catch (error) {
    if (error instanceof IngestMessageMalformed) return { message, content: error };
    throw error;
  }
}

/** One event of a range: where it is from, without having been parsed. */
export interface RangeRow {
  readonly eventId: string;
  readonly part: DecodedIngest;
  readonly line: string;
  /** Decimal; above what a number holds. */
  readonly ingestSeq: string;
}

/** Messages in the order of the stream that go into ClickHouse as one block. */
export class EventRange {
  readonly messages: RangeMessage[] = [];
  rowCount = 0;
  #bytes = 0;
  readonly #months = new Set<number>();

  /** False where the message would make the block too large, or spread it over too many months; the first always fits. */
  fits({ message, content }: RangeMessage, limits: RangeLimits): boolean {
    if (this.messages.length === 0) return true;
    // Not beside rows that are tried alone: the one that ClickHouse refuses would never be found.
    if (content instanceof IngestMessageMalformed) return this.rowCount <= limits.maxRows;
    const months = content.months.filter((month) => !this.#months.has(month)).length;
    return (
      this.rowCount + content.lines.length <= limits.maxRows &&
      this.#bytes + message.body.byteLength <= limits.maxBytes &&
      this.#months.size + months <= limits.maxMonths
    );
  }

  add(entry: RangeMessage): void {
    this.messages.push(entry);
    if (entry.content instanceof IngestMessageMalformed) return;
    this.rowCount += entry.content.lines.length;
    this.#bytes += entry.message.body.byteLength;
    for (const month of entry.content.months) this.#months.add(month);
  }

  get first(): StreamedMessage {
    return (this.messages[0] as RangeMessage).message;
  }

  get last(): StreamedMessage {
    return (this.messages.at(-1) as RangeMessage).message;
  }

  /** Every event in order; `shift` is the epoch's. */
  *rows(shift: number): Generator<RangeRow> {
    for (const { message, content } of this.messages) {
      if (content instanceof IngestMessageMalformed) continue;
      const start = BigInt(message.sequence + shift) * PLACES;
      for (const [place, line] of content.lines.entries()) {
        yield { eventId: content.eventIds[place] as string, part: content, line, ingestSeq: String(start + BigInt(place)) };
      }
    }
  }

  dead(): { readonly message: StreamedMessage; readonly error: IngestMessageMalformed }[] {
    return this.messages.flatMap(({ message, content }) =>
      content instanceof IngestMessageMalformed ? [{ message, error: content }] : [],
    );
  }
}
