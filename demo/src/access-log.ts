import { type IngestEvent, instant } from '@smartcontent/contracts';
import { v5 as uuid5 } from 'uuid';

/** Namespace of the demo's event ids, so that a file's events are the same on every run. */
const NAMESPACE = 'd3a3c1f2-6f5c-5f0e-9f0a-2b8f6f6d4c11';
const QUOTED = '"((?:[^"\\\\]|\\\\.)*)"';
/** Apache's combined format: host, identity, user, [time], "request", status, bytes, "referrer", "agent". */
const COMBINED = new RegExp(`^(\\S+) \\S+ \\S+ \\[([^\\]]+)\\] "(\\S+) (\\S+) [^"]*" (\\d{3}) \\S+ ${QUOTED} ${QUOTED}$`);
const TIME = /^(\d{2})\/(\w{3})\/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{2})(\d{2})$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export interface LogEvents {
  readonly events: IngestEvent[];
  /** Numbers, from 1, of the lines that are not in the combined format. */
  readonly malformedLines: number[];
  readonly from: string;
  readonly to: string;
}

/**
 * Each well-formed GET that was answered with 2xx or 304 is a view of its path; the k-th of them is also a click on
 * content k modulo the number of contents. Nothing is decoded; the query string is dropped.
 */
export function readAccessLog(text: string, fileHash: string, contentIds: readonly string[]): LogEvents {
  const events: IngestEvent[] = [];
  const malformedLines: number[] = [];
  let views = 0;
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const hit = parseLine(line);
    if (!hit) malformedLines.push(index + 1);
    if (!hit?.isView) continue;
    const idOf = (kind: string) => uuid5(`${fileHash}:${index + 1}:${kind}`, NAMESPACE);
    events.push({ ...hit.event, event_id: idOf('view'), event_type: 'view' });
    events.push({ ...hit.event, event_id: idOf('click'), event_type: 'click', content_id: contentIds[views % contentIds.length] });
    views++;
  }
  if (events.length === 0) throw new Error('the access log holds no GET that was answered with 2xx or 304');
  return { events, malformedLines, ...rangeOf(events) };
}

/** From the first event to just after the last: logs are nearly, not strictly, in order. */
function rangeOf(events: readonly IngestEvent[]): Pick<LogEvents, 'from' | 'to'> {
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for (const event of events) {
    const time = Date.parse(event.timestamp as string);
    [first, last] = [Math.min(first, time), Math.max(last, time)];
  }
  return { from: new Date(first).toISOString(), to: new Date(last + 1).toISOString() };
}

function parseLine(line: string): { isView: boolean; event: Omit<IngestEvent, 'event_type'> } | undefined {
  const match = COMBINED.exec(line);
  const timestamp = match && toInstant(match[2] as string);
  if (!match || !timestamp) return undefined;
  const [, address, , method, target, status, referrer, agent] = match as unknown as string[];
  return {
    isView: method === 'GET' && (/^2/.test(status as string) || status === '304'),
    event: {
      timestamp,
      platform: 'web',
      ip_address: address,
      user_agent: agent,
      visitor_id: address,
      properties: { path: (target as string).split('?')[0] as string, referrer: referrer as string },
      historical: true,
    },
  };
}

function toInstant(time: string): string | undefined {
  const match = TIME.exec(time);
  const month = match ? MONTHS.indexOf(match[2] as string) : -1;
  if (!match || month < 0) return undefined;
  const [, day, , year, clock, hours, minutes] = match;
  const text = `${year}-${String(month + 1).padStart(2, '0')}-${day}T${clock}${hours}:${minutes}`;
  return instant.safeParse(text).success ? text : undefined;
}
