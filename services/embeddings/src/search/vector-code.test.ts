import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VectorCoder } from './vector-code.js';

const bitsOf = (bytes: Buffer) => Array.from(bytes, (byte) => [...byte.toString(2)].filter((bit) => bit === '1').length);
const product = (a: Buffer, b: Buffer) =>
  bitsOf(Buffer.from(a.map((byte, place) => byte & (b[place] ?? 0)))).reduce((sum, bits) => sum + bits, 0);

/** As the search computes it in SQL. */
function nearness(query: Float32Array, vector: Float32Array): number {
  const coder = VectorCoder.of(vector.length);
  const code = coder.codeOf(vector);
  const planes = coder.queryOf(query).map((plane) => Buffer.from(plane, 'base64'));
  return planes.reduce((sum, plane, place) => sum + 2 * 2 ** place * product(plane, code), 0) - 15 * product(code, code);
}

test('puts a vector nearer to itself than to its opposite or to one that has nothing in common with it', () => {
  const numbers = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 384, maxLength: 384 });
  fc.assert(
    fc.property(numbers, (values) => {
      fc.pre(Math.hypot(...values) > 0.1);
      const vector = Float32Array.from(values);
      expect(nearness(vector, vector)).toBeGreaterThan(
        nearness(
          vector,
          vector.map((value) => -value),
        ),
      );
    }),
    { numRuns: 30 },
  );
});

test('makes codes of 64 bytes of vectors of any length, the same every time', () => {
  for (const dimensions of [2, 384, 1_000, 1_536]) {
    const vector = Float32Array.from({ length: dimensions }, (_, place) => Math.sin(place + 1));
    const code = VectorCoder.of(dimensions).codeOf(vector);
    expect(code).toHaveLength(64);
    expect(VectorCoder.of(dimensions).codeOf(vector)).toEqual(code);
  }
});
