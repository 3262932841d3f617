import { encodeIngestMessages, type IngestMessage } from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { describe, expect, it } from 'vitest';
import { countsOf, totalOf } from './accounting.js';
import { EventRange, openMessage, type RangeMessage } from './event-range.js';
import { Verdict } from './verdict.js';

const companyId = newId();
const limits = { maxRows: 10, maxBytes: 1_000_000, maxMonths: 3 };
let sequence = 0;

function message(months: readonly number[], { received = months.length, body }: { received?: number; body?: string } = {}): RangeMessage {
  const rows = months.map((month) => ({ event_id: newId(), event_type: 'view', timestamp: Date.UTC(2026, month, 3) }));
  const meta = { batchId: newId(), companyId, receivedAt: Date.UTC(2026, 11, 1, 10, 30), received };
  const encoded = encodeIngestMessages(rows, meta).messages[0] as IngestMessage;
  sequence += 1;
  const headers = new Map(Object.entries(encoded.headers));
  return openMessage({ sequence, id: `m${sequence}`, subject: encoded.subject, headers, body: body ? Buffer.from(body) : encoded.body });
}

function rangeOf(...messages: RangeMessage[]): EventRange {
  const range = new EventRange();
  for (const one of messages) range.add(one);
  return range;
}

describe('a range', () => {
  it('takes messages up to its rows, its months and its bytes, and any message as its first', () => {
    const range = rangeOf(message([0, 0, 1, 1]));
    expect(range.fits(message([0, 1, 0, 1, 0, 1]), limits)).toBe(true);
    expect(range.fits(message([0, 1, 0, 1, 0, 1, 0]), limits)).toBe(false);
    expect(range.fits(message([1, 2]), limits)).toBe(true);
    expect(range.fits(message([2, 3]), limits)).toBe(false);
    expect(range.fits(message([0]), { ...limits, maxBytes: 100 })).toBe(false);
    expect(new EventRange().fits(message([0, 1, 2, 3]), { ...limits, maxRows: 1 })).toBe(true);
  });

  it('numbers events along the stream, above those of the epochs before', () => {
    sequence = 6;
    const range = rangeOf(message([0, 0]), message([0]));
    expect([...range.rows(0)].map((row) => row.ingestSeq)).toEqual([7, 7, 8].map((n, index) => String(n * 2 ** 20 + (index % 2))));
    expect([...range.rows(2 ** 40)].map((row) => row.ingestSeq)[1]).toBe(((2n ** 40n + 7n) * 2n ** 20n + 1n).toString());
  });

  it('books stored, duplicate and dead, and what the batch said about itself', () => {
    const range = rangeOf(message([0, 0, 0], { received: 5 }), message([0, 0], { body: 'broken' }), message([], { received: 4 }));
    const verdict = Verdict.empty(range.rowCount);
    verdict.mark(1);
    const counts = countsOf(range, verdict);
    expect(counts).toEqual([
      {
        company_id: companyId,
        hour: '2026-12-01T10:00:00.000Z',
        received: 11,
        accepted: 5,
        rejected: 6,
        stored: 2,
        duplicate: 1,
        dead: 2,
      },
    ]);
    expect(totalOf(counts)).toEqual({ stored: 2, duplicate: 1, dead: 2 });
    expect(range.dead().map(({ error }) => error.message)).toEqual(['the first line is not a list of event ids']);
  });
});

describe('a verdict', () => {
  it('is the same after it was kept', () => {
    const verdict = Verdict.empty(19);
    for (const row of [0, 7, 8, 18]) verdict.mark(row);
    const kept = Verdict.fromBytes(Buffer.from(verdict.toBytes()));
    expect(Array.from({ length: 19 }, (_, row) => row).filter((row) => kept.isDuplicate(row))).toEqual([0, 7, 8, 18]);
  });
});
