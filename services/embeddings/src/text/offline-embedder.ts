import { termsOf } from './tokenizer.js';

/** Says what it is: hashed n-grams of words and letters, no learned meaning. */
export const OFFLINE_MODEL = 'offline-ngram-384-v1';
export const OFFLINE_DIMENSIONS = 384;

/** Each feature moves this many dimensions up or down, so that two features hardly ever fall together. */
const SPREAD = 4;
/** Together these words are about half of an English text and say nothing of what it is about. */
const COMMON = new Set(
  `a about after all also an and any are as at be been but by can could did do does for from had has have he her his how i if in
  into is it its just like may more most my no not now of on one only or other our out over so some such than that the their
  them then there these they thi this to up us use was we were what when which who will with would you your ha wa`.split(/\s+/),
);
const WEIGHTS = { word: 1, pair: 0.6, letters: 0.25 } as const;

/**
 * Vectors of unit length for texts, without network and the same everywhere: words, pairs of words and runs of four letters
 * are hashed onto 384 dimensions (feature hashing, Weinberger et al. 2009). Texts that share words lie near each other, also
 * where endings differ; synonyms do not.
 */
export function embedOffline(texts: readonly string[]): Float32Array[] {
  return texts.map(embedOne);
}

function embedOne(text: string): Float32Array {
  const vector = new Float32Array(OFFLINE_DIMENSIONS);
  for (const [feature, weight] of featuresOf(text)) add(vector, feature, Math.sqrt(weight));
  let square = 0;
  for (const value of vector) square += value * value;
  // A text without words has no direction; any fixed one keeps cosines defined.
  if (square === 0) vector[0] = square = 1;
  const length = Math.sqrt(square);
  for (let place = 0; place < vector.length; place += 1) vector[place] = (vector[place] ?? 0) / length;
  return vector;
}

/** How much of each feature there is; the root of it counts, so that repetition alone does not win. */
function featuresOf(text: string): Map<string, number> {
  const features = new Map<string, number>();
  const put = (feature: string, weight: number) => features.set(feature, (features.get(feature) ?? 0) + weight * weight);
  let before = '';
  for (const term of termsOf(text)) {
    if (COMMON.has(term)) continue;
    put(term, WEIGHTS.word);
    if (before !== '') put(`${before} ${term}`, WEIGHTS.pair);
    before = term;
    const bounded = `<${term}>`;
    for (let at = 0; at + 4 <= bounded.length; at += 1) put(`#${bounded.slice(at, at + 4)}`, WEIGHTS.letters);
  }
  return features;
}

function add(vector: Float32Array, feature: string, weight: number): void {
  let hash = fnv(feature);
  for (let turn = 0; turn < SPREAD; turn += 1) {
    hash = mix(hash + 0x9e3779b9);
    const place = (hash >>> 1) % OFFLINE_DIMENSIONS;
    vector[place] = (vector[place] ?? 0) + (hash & 1 ? weight : -weight);
  }
}

/** FNV-1a over UTF-16 units. */
function fnv(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** The finaliser of MurmurHash3. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
