import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodeIngestMessages,
  INGEST_MESSAGE_LIMIT_BYTES,
  INGEST_MONTHS_PER_MESSAGE,
  INGEST_ROW_LIMIT_BYTES,
  type IngestMessage,
  type IngestRow,
} from './ingest-message.js';
import { decodeIngestMessage, IngestMessageMalformed, liveCountOf } from './ingest-message-reader.js';

const companyId = '0192f0c1-7a00-7000-8000-000000000001';
const contentId = '0192f0c1-7a00-7000-8000-000000000004';
const meta = { batchId: '0192f0c1-7a00-7000-8000-000000000008', companyId, receivedAt: Date.UTC(2026, 0, 31, 23, 59, 59, 7), received: 0 };

function row(extra: Partial<IngestRow> = {}): IngestRow {
  return { event_id: randomUUID(), event_type: 'view', timestamp: meta.receivedAt, ...extra };
}

function decode(message: IngestMessage) {
  return decodeIngestMessage((name) => message.headers[name], message.body);
}

describe('the ingest message', () => {
  it('gives back every event of any batch, in months of at most twelve and below the size of a message', () => {
    const text = fc.string({ unit: 'binary', maxLength: 50 });
    const anyRow = fc.record({
      event_id: fc.uuid(),
      event_type: fc.constantFrom('view', 'click'),
      timestamp: fc.integer({ min: 0, max: Date.UTC(2105, 11, 31) }),
      content_id: fc.option(fc.uuid()),
      user_agent: text,
      properties: fc.dictionary(text, text, { maxKeys: 5 }),
      historical: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 60 }), (rows) => {
        const { messages, accepted } = encodeIngestMessages(rows, { ...meta, received: rows.length + 2 });
        const decoded = messages.map(decode);
        const lines = decoded.flatMap((part) => part.lines.map((line) => JSON.parse(line)));
        expect(accepted).toBe(rows.length);
        expect(lines.map((line) => line.event_id).sort()).toEqual(rows.map((one) => one.event_id).sort());
        expect(decoded.map((part) => part.counts)).toEqual([
          { received: rows.length + 2, accepted, rejected: 2 },
          ...messages.slice(1).map(() => null),
        ]);
        for (const part of decoded) {
          expect(part.months.length).toBeLessThanOrEqual(INGEST_MONTHS_PER_MESSAGE);
          expect(new Set(part.lines.map((line) => Number(JSON.parse(line).timestamp.slice(0, 7).replace('-', ''))))).toEqual(
            new Set(part.months),
          );
        }
      }),
      { numRuns: 50 },
    );
  });

  it('splits a large batch below the limit and numbers the chunks', () => {
    const rows = Array.from({ length: 9_000 }, () => row({ user_agent: 'é'.repeat(100) }));
    const { messages } = encodeIngestMessages(rows, { ...meta, received: rows.length });
    expect(messages.length).toBeGreaterThan(2);
    for (const message of messages) expect(message.body.byteLength).toBeLessThanOrEqual(INGEST_MESSAGE_LIMIT_BYTES);
    expect(messages.map((message) => message.headers['Nats-Msg-Id'])).toEqual(messages.map((_, number) => `${meta.batchId}:${number}`));
    expect(messages.flatMap((message) => decode(message).eventIds)).toEqual(rows.map((one) => one.event_id));
  });

  it('sends the counts of a batch of which nothing was accepted', () => {
    const { messages, accepted, rejected } = encodeIngestMessages([], { ...meta, received: 3 });
    expect([accepted, rejected, messages.length]).toEqual([0, 3, 1]);
    expect(messages[0]?.subject).toBe('ingest.events.202601');
    expect(decode(messages[0] as IngestMessage)).toMatchObject({ counts: { received: 3, accepted: 0, rejected: 3 }, lines: [] });
  });

  it('refuses what ClickHouse could not hold: too large, or out of the calendar', () => {
    const tooLarge = row({ properties: { a: 'x'.repeat(INGEST_ROW_LIMIT_BYTES) } });
    const rows = [tooLarge, row(), row({ timestamp: -1 }), row({ timestamp: Date.UTC(9999, 0, 1) })];
    const { refused, accepted, rejected } = encodeIngestMessages(rows, { ...meta, received: 4 });
    expect([accepted, rejected]).toEqual([1, 3]);
    expect(refused.map((one) => one.row)).toEqual([0, 2, 3]);
  });

  it('writes columns in their final form', () => {
    const half = '\ud83d';
    const event = row({ event_id: randomUUID().toUpperCase(), ip_address: '10.0.0.1', user_agent: half, properties: { [half]: '\\ud' } });
    const { messages } = encodeIngestMessages([event], { ...meta, received: 1 });
    expect(JSON.parse(decode(messages[0] as IngestMessage).lines[0] as string)).toEqual({
      event_id: event.event_id.toLowerCase(),
      company_id: companyId,
      historical: 0,
      content_id: null,
      event_type: 'view',
      user_id: null,
      campaign_id: null,
      platform: '',
      timestamp: '2026-01-31 23:59:59.007',
      received_at: '2026-01-31 23:59:59.007',
      visitor_id: '',
      session_id: '',
      ip_address: '::ffff:10.0.0.1',
      user_agent: '\ufffd',
      properties: { '\ufffd': '\\ud' },
    });
  });

  it('counts live only what is not historical and has a content, whatever the properties claim', () => {
    const liveOf = (event: IngestRow) =>
      liveCountOf(decode(encodeIngestMessages([event], { ...meta, received: 1 }).messages[0] as IngestMessage).lines[0] as string);
    expect(liveOf(row({ content_id: contentId }))).toEqual({ contentId, eventType: 'view' });
    expect(liveOf(row({ content_id: contentId, historical: true }))).toBeNull();
    expect(liveOf(row({ properties: { content_id: contentId, event_type: 'view' } }))).toBeNull();
  });
});

describe('a malformed ingest message', () => {
  const good = encodeIngestMessages([row(), row()], { ...meta, received: 2 }).messages[0] as IngestMessage;
  const failure = (headers: Record<string, string | undefined>, body = Buffer.from(good.body).toString()) => {
    try {
      decodeIngestMessage((name) => ({ ...good.headers, ...headers })[name], Buffer.from(body));
    } catch (error) {
      if (error instanceof IngestMessageMalformed) return error;
    }
    throw new Error('was not refused');
  };
  const [ids = '', first = '', second = ''] = Buffer.from(good.body).toString().split('\n');

  it.each([
    ['a line is missing', [ids, first].join('\n')],
    ['lines are swapped', [ids, second, first].join('\n')],
    ['a line is cut', [ids, first, second.slice(0, -1)].join('\n')],
    ['the ids are not JSON', ['[', first, second].join('\n')],
    ['the ids are not ids', ['[1,2]', first, second].join('\n')],
    ['a line belongs to another company', [ids, first, second.replace(companyId, contentId)].join('\n')],
    ['it is empty', ''],
  ])('is refused, and its events stay countable, where %s', (_what, body) => {
    expect(failure({}, body).header).toMatchObject({ companyId, rows: 2 });
  });

  it.each(['sc-company', 'sc-received-at', 'sc-rows'])('is refused without %s', (name) => {
    expect(failure({ [name]: undefined }).header).toBeNull();
  });
});
