import type { DeadLetter } from '@smartcontent/bus';
import { OPERATOR_REQUESTS } from '@smartcontent/contracts';
import { describe, expect, it } from 'vitest';
import { detailOf, viewOf } from './operator-views.js';

const COMPANY = '0192f0c1-7a00-7000-8000-000000000001';
const MESSAGE_BYTES = 1024 * 1024;
const long = '\u0001'.repeat(MESSAGE_BYTES);
const letter: DeadLetter = {
  service: 'content',
  sequence: 17,
  subject: 'evt.scheduling.post.published.v1',
  cause: 'permanent',
  error: 'no',
  history: [{ at: '2026-01-06T09:00:01.000Z', cause: 'no' }],
  at: '2026-01-06T09:00:02.000Z',
  consumer: 'content_EVT_SCHEDULING',
  stream: 'EVT_SCHEDULING',
  streamSequence: 4711,
  envelope: null,
  headers: { 'ce-id': 'x' },
  data: Buffer.from('{"a":[1,null]}'),
};
const { ListDeadLetters, GetDeadLetter } = OPERATOR_REQUESTS.content;
const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

describe('a dead letter that somebody filled to the brim', () => {
  const worst: DeadLetter = {
    ...letter,
    subject: 'a'.repeat(4_000),
    cause: long,
    error: long,
    history: Array.from({ length: 1_000 }, () => ({ at: long, cause: long })),
    consumer: long,
    stream: long,
    envelope: {
      id: COMPANY,
      subject: 'evt.scheduling.post.published.v1',
      time: long,
      companyId: COMPANY,
      aggregateId: COMPANY,
      aggregateVersion: Number.MAX_SAFE_INTEGER,
      correlationId: long,
      causationId: null,
      actor: long,
      traceparent: null,
    },
    headers: Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`${index}-${'h'.repeat(1_000)}`, long])),
    data: Buffer.from(long),
  };

  it('is one of a hundred in a page that fits into a message', () => {
    const answer = { items: Array(100).fill(viewOf(worst)), next_cursor: 'x'.repeat(200) };
    expect(bytes(ListDeadLetters.output.parse(answer))).toBeLessThan(MESSAGE_BYTES);
  });

  it('is shown in an answer that fits into a message', () => {
    expect(bytes(GetDeadLetter.output.parse(detailOf(worst)))).toBeLessThan(MESSAGE_BYTES);
  });
});

describe('the data of a dead letter', () => {
  it.each<[string, string | Uint8Array, unknown, string | null]>([
    ['JSON is shown as it is', '{"a":[1,null]}', { a: [1, null] }, null],
    ['null is JSON', 'null', null, null],
    ['text is shown as text', 'no JSON', null, 'no JSON'],
    ['nothing is no JSON', '', null, ''],
    ['bytes that are no text are marked', new Uint8Array([0xff, 0x41]), null, '\ufffdA'],
  ])('%s', (_, data, json, text) => {
    const shown = detailOf({ ...letter, data: Buffer.from(data as string) });
    expect(shown).toMatchObject({ data: json, text, bytes: Buffer.from(data as string).length });
  });
});
