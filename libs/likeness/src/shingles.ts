/** In scripts that write no spaces a character stands for a word; marks stay with what they mark. */
const WORDS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*|[\p{L}\p{N}\p{M}]+/gu;
const SHINGLE_WORDS = 3;
const EDGE = 0x9e3779b9;

/** The text's words for comparison: case, width, punctuation, spaces and emoji do not count. */
function wordsOf(text: string): string[] {
  return text.normalize('NFKC').toLowerCase().match(WORDS) ?? [];
}

/**
 * A hash of each run of three words, the edges of the text included, so that each word is in exactly three of them. A run that comes again is
 * another one: otherwise a text that repeats itself would seem to change a lot with few edits. Empty where there are fewer than `minWords`.
 */
export function shinglesOf(text: string, minWords: number): Uint32Array {
  const words = wordsOf(text);
  if (words.length < minWords) return new Uint32Array();
  const shingles = new Uint32Array(words.length + SHINGLE_WORDS - 1);
  const seen = new Map<number, number>();
  let [before, last] = [EDGE, EDGE];
  for (let index = 0; index < shingles.length; index += 1) {
    const word = words[index];
    const next = word === undefined ? EDGE : hashWord(word);
    const shingle = mix(mix(mix(before) ^ last) ^ next);
    const times = seen.get(shingle) ?? 0;
    seen.set(shingle, times + 1);
    shingles[index] = mix(shingle + Math.imul(times, EDGE));
    [before, last] = [last, next];
  }
  return shingles;
}

/** FNV-1a over UTF-16 code units. */
function hashWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < word.length; index += 1) hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/** MurmurHash3's finalizer: a permutation of the 32-bit numbers in which every bit depends on every other. */
export function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
