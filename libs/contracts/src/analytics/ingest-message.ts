import type { IngestEvent } from './ingest-events.js';

/**
 * The one place that knows how accepted events travel from the gateway to analytics on the stream INGEST.
 *
 * subject   ingest.events.<yyyymm>            the first month of the message's events, by their own timestamp
 * headers   Nats-Msg-Id                       <batch id>:<chunk number>
 *           sc-company, sc-batch, sc-received-at (ISO 8601)
 *           sc-rows                           number of events in this message
 *           sc-months                         months of these events, `202601,202602`; at most twelve
 *           sc-received, sc-accepted, sc-rejected   of the whole batch, on chunk 0 only
 *           traceparent                       when there is one
 * body      line 1: JSON array of the event ids; then one finished JSONEachRow line per event, in the same order
 *
 * A line starts with the ids and the event type, before any text of the client, so that a reader finds them without parsing.
 */

/** Largest body of one message: headers and frame still fit below the 1 MiB of NATS. */
export const INGEST_MESSAGE_LIMIT_BYTES = 900 * 1024;
/** Largest finished line of one event. */
export const INGEST_ROW_LIMIT_BYTES = 128 * 1024;
/** ClickHouse writes one part per month and insert, so a message spans few of them. */
export const INGEST_MONTHS_PER_MESSAGE = 12;
/** Rollups count in 32-bit seconds. Epoch milliseconds, the end exclusive. */
export const INGEST_TIMESTAMP_RANGE = { from: 0, to: Date.UTC(2106, 0, 1) } as const;

/** An event after the gateway's validation: it has its id, and its timestamp (epoch milliseconds) is already corrected. */
export interface IngestRow extends Omit<IngestEvent, 'event_id' | 'timestamp'> {
  readonly event_id: string;
  readonly timestamp: number;
}

export interface IngestMeta {
  readonly batchId: string;
  /** The actor's company; every line is stamped with it. */
  readonly companyId: string;
  /** When the gateway got the batch, in epoch milliseconds. */
  readonly receivedAt: number;
  /** Events in the request, the ones refused before encoding included. */
  readonly received: number;
  readonly traceparent?: string | null;
}

export interface IngestMessage {
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface EncodedIngest {
  /** In chunk order, at least one: a batch without a single good event still tells its counts. */
  readonly messages: readonly IngestMessage[];
  readonly accepted: number;
  /** `received - accepted`: refused before and here. */
  readonly rejected: number;
  /** Events that cannot be stored; `row` is the place in `rows`. */
  readonly refused: readonly { readonly row: number; readonly reason: string }[];
}

interface Line {
  readonly id: string;
  readonly month: number;
  readonly text: string;
  readonly bytes: number;
}

interface Chunk {
  readonly lines: Line[];
  readonly months: number[];
  bytes: number;
}

/** Turns a validated batch into messages of at most {@link INGEST_MESSAGE_LIMIT_BYTES}, grouped by month. */
export function encodeIngestMessages(rows: readonly IngestRow[], meta: IngestMeta): EncodedIngest {
  const encoder = new IngestEncoder(meta);
  const reasons = rows.map((row, index) => ({ row: index, reason: encoder.add(row) }));
  return { ...encoder.finish(meta.received), refused: reasons.filter((refusal) => refusal.reason !== null) as EncodedIngest['refused'] };
}

/** {@link encodeIngestMessages} piece by piece, so that a large batch can let others run in between. */
export class IngestEncoder {
  private readonly lines: Line[] = [];
  private readonly receivedAt: string;

  constructor(private readonly meta: Omit<IngestMeta, 'received'>) {
    this.receivedAt = columnTime(meta.receivedAt);
  }

  /** Takes one event in; returns why it cannot be stored, or null. */
  add(row: IngestRow): string | null {
    if (!isStorable(row.timestamp)) return 'timestamp: must lie between 1970 and 2105';
    const line = lineOf(row, this.meta.companyId, this.receivedAt);
    if (line.bytes > INGEST_ROW_LIMIT_BYTES) return `larger than ${INGEST_ROW_LIMIT_BYTES} bytes`;
    this.lines.push(line);
    return null;
  }

  /** The messages of all events taken in; `received` counts those refused elsewhere too. */
  finish(received: number): Omit<EncodedIngest, 'refused'> {
    const accepted = this.lines.length;
    const counts = { received, accepted, rejected: received - accepted };
    const messages = chunksOf(this.lines).map((chunk, number) => messageOf(chunk, number, this.meta, number === 0 ? counts : null));
    return { messages, accepted, rejected: counts.rejected };
  }
}

function isStorable(timestamp: number): boolean {
  return timestamp >= INGEST_TIMESTAMP_RANGE.from && timestamp < INGEST_TIMESTAMP_RANGE.to;
}

function lineOf(row: IngestRow, companyId: string, receivedAt: string): Line {
  const id = row.event_id.toLowerCase();
  const timestamp = columnTime(row.timestamp);
  const text = wellFormedJson({
    event_id: id,
    company_id: companyId.toLowerCase(),
    historical: row.historical ? 1 : 0,
    content_id: row.content_id?.toLowerCase() ?? null,
    event_type: row.event_type,
    user_id: row.user_id ?? null,
    campaign_id: row.campaign_id ?? null,
    platform: row.platform ?? '',
    timestamp,
    received_at: receivedAt,
    visitor_id: row.visitor_id ?? '',
    session_id: row.session_id ?? '',
    ip_address: asIpv6(row.ip_address),
    properties: row.properties ?? {},
    // Last, so that every whole line ends in a quote and a brace.
    user_agent: row.user_agent ?? '',
  });
  return { id, month: Number(timestamp.slice(0, 4) + timestamp.slice(5, 7)), text, bytes: Buffer.byteLength(text) };
}

/** `2026-01-31 23:59:59.123` in UTC, the form that ClickHouse reads fastest. */
function columnTime(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 23).replace('T', ' ');
}

function asIpv6(address: string | undefined): string {
  if (!address) return '::';
  return address.includes(':') ? address : `::ffff:${address}`;
}

/** ClickHouse refuses a whole block for one half of a surrogate pair; such a half becomes U+FFFD. */
function wellFormedJson(row: object): string {
  const text = JSON.stringify(row);
  if (!text.includes('\\ud')) return text;
  return JSON.stringify(row, (_key, value) => {
    if (typeof value === 'string') return value.toWellFormed();
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toWellFormed(), inner]));
  });
}

function chunksOf(lines: Line[]): Chunk[] {
  // Sorting is stable: events of one month keep the order of the batch.
  lines.sort((a, b) => a.month - b.month);
  let chunk: Chunk = { lines: [], months: [], bytes: 2 };
  const chunks = [chunk];
  for (const line of lines) {
    // Its id in the first line: 36 characters, two quotes and a comma; its own line ends with a newline.
    const bytes = line.bytes + 40;
    const isNewMonth = chunk.months.at(-1) !== line.month;
    if (chunk.bytes + bytes > INGEST_MESSAGE_LIMIT_BYTES || (isNewMonth && chunk.months.length === INGEST_MONTHS_PER_MESSAGE)) {
      chunk = { lines: [], months: [], bytes: 2 };
      chunks.push(chunk);
    }
    if (chunk.months.at(-1) !== line.month) chunk.months.push(line.month);
    chunk.lines.push(line);
    chunk.bytes += bytes;
  }
  return chunks;
}

function messageOf(
  chunk: Chunk,
  number: number,
  meta: Omit<IngestMeta, 'received'>,
  counts: { received: number; accepted: number; rejected: number } | null,
): IngestMessage {
  const headers: Record<string, string> = {
    'Nats-Msg-Id': `${meta.batchId}:${number}`,
    'sc-company': meta.companyId.toLowerCase(),
    'sc-batch': meta.batchId,
    'sc-received-at': new Date(meta.receivedAt).toISOString(),
    'sc-rows': String(chunk.lines.length),
    'sc-months': chunk.months.join(','),
  };
  if (counts) {
    headers['sc-received'] = String(counts.received);
    headers['sc-accepted'] = String(counts.accepted);
    headers['sc-rejected'] = String(counts.rejected);
  }
  if (meta.traceparent) headers.traceparent = meta.traceparent;
  const month = chunk.months[0] ?? new Date(meta.receivedAt).toISOString().slice(0, 7).replace('-', '');
  const ids = JSON.stringify(chunk.lines.map((line) => line.id));
  const body = Buffer.from([ids, ...chunk.lines.map((line) => line.text)].join('\n'));
  return { subject: `ingest.events.${month}`, headers, body };
}
