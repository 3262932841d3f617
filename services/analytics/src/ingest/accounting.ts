import type { EventRange } from './event-range.js';
import type { Verdict } from './verdict.js';

export interface HourCounts {
  readonly company_id: string;
  /** Start of the hour in which the gateway received them, ISO 8601. */
  readonly hour: string;
  received: number;
  accepted: number;
  rejected: number;
  stored: number;
  duplicate: number;
  dead: number;
}

/**
 * What a range adds to the books, per company and hour of receipt. Each message stands for its own events only: what its batch says
 * about the others may never come, since a batch can fail half-way. Events whose company nobody can tell are left out.
 */
export function countsOf(range: EventRange, verdict: Verdict): HourCounts[] {
  const books = new Map<string, HourCounts>();
  const book = (companyId: string, receivedAt: string): HourCounts => {
    const hour = `${receivedAt.slice(0, 13)}:00:00.000Z`;
    const key = `${companyId} ${hour}`;
    const found = books.get(key) ?? {
      company_id: companyId,
      hour,
      received: 0,
      accepted: 0,
      rejected: 0,
      stored: 0,
      duplicate: 0,
      dead: 0,
    };
    books.set(key, found);
    return found;
  };
  const receive = (counts: HourCounts, rows: number, rejected = 0) => {
    counts.received += rows + rejected;
    counts.accepted += rows;
    counts.rejected += rejected;
  };
  let row = 0;
  for (const { content } of range.messages) {
    if (content instanceof Error) {
      if (!content.header) continue;
      const counts = book(content.header.companyId, content.header.receivedAt);
      receive(counts, content.header.rows, content.header.counts?.rejected);
      counts.dead += content.header.rows;
      continue;
    }
    const counts = book(content.companyId, content.receivedAt);
    receive(counts, content.lines.length, content.counts?.rejected);
    for (let place = 0; place < content.lines.length; place += 1, row += 1) {
      if (verdict.isDuplicate(row)) counts.duplicate += 1;
      else counts.stored += 1;
    }
  }
  return [...books.values()];
}

/** The books of a range as one line. */
export function totalOf(counts: readonly HourCounts[]): { stored: number; duplicate: number; dead: number } {
  const total = { stored: 0, duplicate: 0, dead: 0 };
  for (const hour of counts) {
    total.stored += hour.stored;
    total.duplicate += hour.duplicate;
    total.dead += hour.dead;
  }
  return total;
}
