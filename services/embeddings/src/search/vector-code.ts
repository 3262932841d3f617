const BITS = 512;
const BYTES = BITS / 8;
/** What is looked for is told more finely than what is kept: 4 bits for each of its 512 numbers. */
const PLANES = 4;
const MOST = 2 ** PLANES - 1;

/**
 * Codes of 512 bits for vectors of any length, after RaBitQ (Gao & Long 2024): a rotation that is random but always the same,
 * of which only the signs are kept. Products with them are off by about 0.03; whoever looks through codes asks for some
 * hundreds and compares their vectors.
 */
export class VectorCoder {
  static readonly #made = new Map<number, VectorCoder>();
  readonly #size: number;
  readonly #flips: readonly Int8Array[];

  private constructor(dimensions: number) {
    this.#size = 2 ** Math.ceil(Math.log2(Math.max(dimensions, BITS)));
    this.#flips = [1, 2].map((seed) => randomSigns(this.#size, seed));
  }

  static of(dimensions: number): VectorCoder {
    const known = VectorCoder.#made.get(dimensions) ?? new VectorCoder(dimensions);
    VectorCoder.#made.set(dimensions, known);
    return known;
  }

  codeOf(vector: Float32Array): Buffer {
    return bitsOf(this.#rotated(vector), (value) => value > 0);
  }

  /** What is looked for, in 16 steps for each number, as the planes of their bits, the lowest first: 64 bytes each, in base64. */
  queryOf(vector: Float32Array): string[] {
    const rotated = this.#rotated(vector);
    const most = rotated.reduce((max, value) => Math.max(max, Math.abs(value)), Number.MIN_VALUE);
    const steps = rotated.map((value) => Math.round(((value + most) / (2 * most)) * MOST));
    return Array.from({ length: PLANES }, (_, plane) => bitsOf(steps, (step) => ((step >> plane) & 1) === 1).toString('base64'));
  }

  /** Signs turned at random and a Hadamard transform, twice: as good as a random rotation, and fast. */
  #rotated(vector: Float32Array): Float32Array {
    const values = new Float32Array(this.#size);
    values.set(vector);
    for (const flips of this.#flips) {
      for (let place = 0; place < values.length; place += 1) values[place] = (values[place] ?? 0) * (flips[place] ?? 1);
      transform(values);
    }
    return values.subarray(0, BITS);
  }
}

/** The bytes of a vector as ClickHouse takes them: little-endian floats. */
export function vectorBase64(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}

function bitsOf(values: Float32Array, isSet: (value: number) => boolean): Buffer {
  const bits = Buffer.alloc(BYTES);
  for (const [place, value] of values.entries()) if (isSet(value)) bits[place >> 3] = (bits[place >> 3] ?? 0) | (1 << (place & 7));
  return bits;
}

/** Fast Walsh-Hadamard transform, in place. */
function transform(values: Float32Array): void {
  for (let half = 1; half < values.length; half *= 2) {
    for (let start = 0; start < values.length; start += 2 * half) {
      for (let place = start; place < start + half; place += 1) {
        const [a, b] = [values[place] ?? 0, values[place + half] ?? 0];
        values[place] = a + b;
        values[place + half] = a - b;
      }
    }
  }
}

/** Marsaglia's xorshift: the same signs on every machine, for ever, since codes of years are compared. */
function randomSigns(count: number, seed: number): Int8Array {
  let state = seed * 0x9e3779b9;
  return Int8Array.from({ length: count }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0x10000 ? 1 : -1;
  });
}
