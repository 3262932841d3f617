import { type AppError, ERRORS, INGEST_MAX_EVENTS } from '@smartcontent/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBatch } from './read-batch.js';

const read = (text: string, type = 'application/json') => [...readBatch(Buffer.from(text), type)].flat();
const lines = (text: string) => read(text, 'application/x-ndjson');

describe('a JSON batch', () => {
  test('gives what JSON.parse gives, however many slices it takes and however it is spaced', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 600 }), fc.constantFrom(undefined, 1, '\t'), (events, spaces) => {
        const text = JSON.stringify(events, null, spaces);
        expect(read(` ${text}\n`)).toEqual(JSON.parse(text));
      }),
      { numRuns: 50 },
    );
  });

  test('accepts exactly the arrays that JSON.parse accepts', () => {
    const pieces = fc.constantFrom('[', ']', ',', '{', '}', '"a"', ':', '1', ' ', '"\\""', '"]"');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (middle) => {
        const text = `[${middle.join('')}`;
        expect(attempt(() => read(text))).toEqual(attempt(() => JSON.parse(text)));
      }),
      { numRuns: 5_000 },
    );
  });

  test('of one object is one event; an empty array is none', () => {
    expect([read('{"a":1}'), read('[]'), read('[ ]')]).toEqual([[{ a: 1 }], [], []]);
  });

  test('may hold 50,000 events and no more', () => {
    expect(read(JSON.stringify(Array(INGEST_MAX_EVENTS).fill(0)))).toHaveLength(INGEST_MAX_EVENTS);
    expect(() => read(JSON.stringify(Array(INGEST_MAX_EVENTS + 1).fill(0)))).toThrow(ERRORS.ANALYTICS_BATCH_TOO_MANY.title);
    expect(() => lines('0\n'.repeat(INGEST_MAX_EVENTS + 1))).toThrow(ERRORS.ANALYTICS_BATCH_TOO_MANY.title);
  });
});

describe('an NDJSON batch', () => {
  test('gives its lines, blank ones left out', () => {
    expect(lines('{"a":1}\r\n\n  \n{"b":2}')).toEqual([{ a: 1 }, { b: 2 }]);
    expect(lines('\n')).toEqual([]);
  });

  test('turns a line that is no JSON, or too deep, into one bad event', () => {
    const [first, broken, deep] = lines(`{"a":1}\n{"a":\n${'['.repeat(100_000)}`);
    expect(first).toEqual({ a: 1 });
    expect([(broken as AppError).code, (deep as AppError).code]).toEqual(['GATEWAY_BODY_NOT_JSON', 'GATEWAY_BODY_TOO_DEEP']);
  });
});

function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch {
    return 'refused';
  }
}
