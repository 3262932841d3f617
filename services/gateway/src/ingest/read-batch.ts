import { AppError, INGEST_MAX_EVENTS } from '@smartcontent/contracts';
import { NDJSON } from '../http/read-body.js';
import { scanJson } from '../http/scan-json.js';

/** Events that are parsed in one go. */
const SLICE_EVENTS = 50;
const OPEN_ARRAY = 0x5b;
const NEWLINE = 0x0a;
const BLANK = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** An event as it was sent: parsed, but not checked. `undefined` where a line of NDJSON is no JSON. */
export type RawEvent = unknown;

/**
 * The events of a body in slices, each parsed when it is asked for: whoever reads them can let others run in between.
 * @throws AppError GATEWAY_BODY_NOT_JSON, GATEWAY_BODY_TOO_DEEP, ANALYTICS_BATCH_TOO_MANY; here or while the slices are read
 */
export function readBatch(bytes: Buffer, mediaType: string): Generator<RawEvent[]> {
  return mediaType === NDJSON ? readLines(bytes) : readJson(bytes);
}

function* readJson(bytes: Buffer): Generator<RawEvent[]> {
  const [from, to] = trim(bytes, 0, bytes.length);
  if (bytes[from] !== OPEN_ARRAY) {
    scanJson(bytes, from, to);
    yield [parse(bytes, from, to)];
    return;
  }
  // Commas of the outermost array, and its closing bracket: where elements end.
  const ends: number[] = [];
  scanJson(bytes, from, to, (comma) => ends.push(comma));
  ends.push(to - 1);
  const isEmpty = ends.length === 1 && isBlank(bytes, from + 1, to - 1);
  if (!isEmpty) refuseTooMany(ends.length);
  let start = from + 1;
  for (let first = 0; first < ends.length; first += SLICE_EVENTS) {
    const last = Math.min(first + SLICE_EVENTS, ends.length) - 1;
    const end = ends[last] ?? start;
    const events = parse(bytes, start, end, '[', last === ends.length - 1 ? bytes.toString('latin1', end, to) : ']') as RawEvent[];
    // An element that is missing (`[1,]`) parses as an empty slice.
    if (!isEmpty && events.length !== last - first + 1) throw new AppError('GATEWAY_BODY_NOT_JSON');
    yield events;
    start = end + 1;
  }
}

function* readLines(bytes: Buffer): Generator<RawEvent[]> {
  let events: RawEvent[] = [];
  let count = 0;
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    if (!isBlank(bytes, start, end)) {
      count += 1;
      refuseTooMany(count);
      events.push(parseLine(bytes, start, end));
    }
    start = end + 1;
    if (events.length === SLICE_EVENTS) {
      yield events;
      events = [];
    }
  }
  if (events.length > 0) yield events;
}

/** One bad line is one bad event; the others of the batch do not depend on it. */
function parseLine(bytes: Buffer, start: number, end: number): RawEvent {
  try {
    scanJson(bytes, start, end);
    return parse(bytes, start, end);
  } catch (error) {
    return new AppError(error instanceof AppError ? error.code : 'GATEWAY_BODY_NOT_JSON');
  }
}

function parse(bytes: Buffer, start: number, end: number, before = '', after = ''): unknown {
  try {
    return JSON.parse(before + bytes.toString('utf8', start, end) + after);
  } catch (cause) {
    throw new AppError('GATEWAY_BODY_NOT_JSON', { cause });
  }
}

function refuseTooMany(count: number): void {
  if (count > INGEST_MAX_EVENTS) throw new AppError('ANALYTICS_BATCH_TOO_MANY', { data: { limit: INGEST_MAX_EVENTS } });
}

function trim(bytes: Buffer, from: number, to: number): [from: number, to: number] {
  while (from < to && BLANK.has(bytes[from] ?? 0)) from += 1;
  while (to > from && BLANK.has(bytes[to - 1] ?? 0)) to -= 1;
  return [from, to];
}

function isBlank(bytes: Buffer, from: number, to: number): boolean {
  const [start, end] = trim(bytes, from, to);
  return start === end;
}
