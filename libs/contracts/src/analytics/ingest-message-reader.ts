import { INGEST_MONTHS_PER_MESSAGE } from './ingest-message.js';

/** A message of INGEST that can be trusted line by line. */
export interface DecodedIngest {
  readonly companyId: string;
  readonly batchId: string;
  /** ISO 8601 in UTC. */
  readonly receivedAt: string;
  readonly months: readonly number[];
  /** Counts of the whole batch, on chunk 0 only. */
  readonly counts: { readonly received: number; readonly accepted: number; readonly rejected: number } | null;
  readonly eventIds: readonly string[];
  /** Finished JSONEachRow lines, as many and in the same order as `eventIds`. */
  readonly lines: readonly string[];
}

/** What a malformed message still tells, so that its events can be booked as dead. */
export interface IngestHeader {
  readonly companyId: string;
  readonly receivedAt: string;
  readonly rows: number;
  readonly counts: DecodedIngest['counts'];
}

/** Thrown for a message that does not keep the format; `header` is null when not even its headers do. */
export class IngestMessageMalformed extends Error {
  override readonly name = 'IngestMessageMalformed';
  readonly header: IngestHeader | null;

  constructor(reason: string, header: IngestHeader | null) {
    super(reason);
    this.header = header;
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/**
 * Reads one message. Lines are not parsed: their start must name the event and the company of the headers.
 * @param header looks up a header by its name; undefined or '' when missing
 * @throws IngestMessageMalformed
 */
export function decodeIngestMessage(header: (name: string) => string | undefined, body: Uint8Array): DecodedIngest {
  const head = decodeHeader(header);
  const months = (header('sc-months') || '').split(',').filter(Boolean).map(Number);
  const [first = '', ...lines] = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString().split('\n');
  const eventIds = parseIds(first);
  const refuse = (reason: string) => new IngestMessageMalformed(reason, head);
  if (!eventIds) throw refuse('the first line is not a list of event ids');
  if (eventIds.length !== head.rows || lines.length !== head.rows) {
    throw refuse(`${head.rows} events announced, ${eventIds.length} ids and ${lines.length} lines found`);
  }
  if (months.length > INGEST_MONTHS_PER_MESSAGE || months.some(Number.isNaN)) throw refuse('the months are not a list of at most twelve');
  lines.forEach((line, index) => {
    const start = `{"event_id":"${eventIds[index]}","company_id":"${head.companyId}",`;
    if (!line.startsWith(start) || !line.endsWith('"}')) throw refuse(`line ${index + 2} is not the event that the first line names`);
  });
  const { companyId, receivedAt, counts } = head;
  return { companyId, batchId: header('sc-batch') || '', receivedAt, months, counts, eventIds, lines };
}

function decodeHeader(header: (name: string) => string | undefined): IngestHeader {
  const companyId = header('sc-company') || '';
  const receivedAt = header('sc-received-at') || '';
  const rows = count(header('sc-rows'));
  const [received, accepted, rejected] = ['sc-received', 'sc-accepted', 'sc-rejected'].map((name) => count(header(name)));
  if (!UUID.test(companyId) || !ISO_INSTANT.test(receivedAt) || Number.isNaN(Date.parse(receivedAt)) || rows === undefined) {
    throw new IngestMessageMalformed('sc-company, sc-received-at or sc-rows is missing or wrong', null);
  }
  const isFirst = received !== undefined && accepted !== undefined && rejected !== undefined;
  return { companyId, receivedAt, rows, counts: isFirst ? { received, accepted, rejected } : null };
}

function count(text: string | undefined): number | undefined {
  return text && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function parseIds(text: string): string[] | null {
  try {
    const ids: unknown = JSON.parse(text);
    return Array.isArray(ids) && ids.every((id) => typeof id === 'string' && UUID.test(id)) ? ids : null;
  } catch {
    return null;
  }
}

const LIVE_LINE = /^\{"event_id":"[^"]+","company_id":"[^"]+","historical":0,"content_id":"([^"]+)","event_type":"([^"]+)"/;

/** Content and type of a line that counts live, or null: historical events and events without a content do not. */
export function liveCountOf(line: string): { readonly contentId: string; readonly eventType: string } | null {
  const match = LIVE_LINE.exec(line);
  return match ? { contentId: match[1] as string, eventType: match[2] as string } : null;
}
