import { mix, shinglesOf } from './shingles.js';

/** One changed word among 29 is borne: see `similarity`. */
const NEAR_DUPLICATE = 0.82;
/** Texts whose sketches fill fewer bins must be the same word for word: one word is too much of them. */
const TOLERANT_BINS = 30;
/** What is shorter is repeated on purpose: headlines, slogans, calls to action. */
const MIN_WORDS = 8;

/** A byte of the sketch each. */
const BINS = 512;
const BIN_BITS = 9;
/** Near-duplicates (0.82) share at least one with a probability of 0.997, texts that have a tenth in common with one of 0.00002. */
const BANDS = 16;
const BAND_ROWS = 6;
const EMPTY = 0xffffffff;

/** What is kept and compared instead of a text. */
export interface Fingerprint {
  /** For `similarity`: the smallest hash of each bin, cut to a byte; 0 = the bin is empty. */
  readonly sketch: Uint8Array;
  /** Signed 64-bit numbers; who shares none of them is not worth comparing. */
  readonly bands: readonly string[];
}

/**
 * The fingerprint of a text, by one permutation hashing (Li, Owen, Zhang 2012) over its runs of three words; the bands take what stands in
 * empty bins from others (Shrivastava 2017). Null where it has fewer than 8 words. Equal for equal words; costs a pass over the text.
 */
export function fingerprintOf(text: string): Fingerprint | null {
  const shingles = shinglesOf(text, MIN_WORDS);
  if (shingles.length === 0) return null;
  const minima = minimaOf(shingles);
  return { sketch: Uint8Array.from(minima, (minimum) => (minimum === EMPTY ? 0 : 1 + (minimum % 255))), bands: bandsOf(minima) };
}

/**
 * The part of their runs of three words that two texts share (Jaccard), estimated from their sketches: 1 for the same words; with w words of
 * which e are replaced, far from each other, about (w + 2 − 3e) / (w + 2 + 3e). Its standard error is at most 0.022, far less for short texts.
 */
export function similarity(one: Uint8Array, other: Uint8Array): number {
  const { equal, filled } = compare(one, other);
  return filled === 0 ? 0 : equal / filled;
}

/** How similar two near-duplicates are; null where the two are none. */
export function nearness(one: Uint8Array, other: Uint8Array): number | null {
  const { equal, filled } = compare(one, other);
  return filled > 0 && equal / filled >= (filled < TOLERANT_BINS ? 1 : NEAR_DUPLICATE) ? equal / filled : null;
}

function compare(one: Uint8Array, other: Uint8Array): { equal: number; filled: number } {
  let equal = 0;
  let filled = 0;
  for (let bin = 0; bin < BINS; bin += 1) {
    if (one[bin] === 0 && other[bin] === 0) continue;
    filled += 1;
    if (one[bin] === other[bin]) equal += 1;
  }
  return { equal, filled };
}

function minimaOf(shingles: Uint32Array): Uint32Array {
  const minima = new Uint32Array(BINS).fill(EMPTY);
  for (const shingle of shingles) {
    const bin = shingle >>> (32 - BIN_BITS);
    const rank = mix(shingle ^ 0x5bd1e995);
    if (rank < (minima[bin] as number)) minima[bin] = rank;
  }
  return minima;
}

function bandsOf(minima: Uint32Array): string[] {
  return Array.from({ length: BANDS }, (_, band) => {
    let [high, low] = [mix(band + 1), mix(~band)];
    for (let row = 0; row < BAND_ROWS; row += 1) {
      const value = borrowed(minima, band * BAND_ROWS + row);
      high = mix(high ^ value);
      low = mix(low + Math.imul(value, 0x27d4eb2f));
    }
    return BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low)).toString();
  });
}

/** The value of a bin, or, where it is empty, of another one: each text looks through the bins in the same order, so two borrow alike. */
function borrowed(minima: Uint32Array, bin: number): number {
  let from = bin;
  for (let attempt = 1; minima[from] === EMPTY; attempt += 1) from = mix(bin * BINS + attempt) % BINS;
  return minima[from] as number;
}
