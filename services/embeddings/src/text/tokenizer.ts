import { SPACELESS } from './spaceless.js';

/** A piece of text that is searched for by its terms. */
export interface Token {
  readonly terms: readonly string[];
  /** Its place in the text as it was given, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** Where the second of its terms ends, which is a pair of neighbours in a script without spaces. */
  readonly pairEnd?: number;
}

/** Longer ones are no words; what they begin with finds them still. */
const LONGEST_TERM = 48;
const WORD = new RegExp(
  [
    `(?<spaceless>[${SPACELESS}][${SPACELESS}\\p{M}ー々]*)`,
    `(?<word>(?:(?![${SPACELESS}])[\\p{L}\\p{M}\\p{N}])+(?:[.'’](?:(?![${SPACELESS}])[\\p{L}\\p{M}\\p{N}])+)*(?:\\+\\+|#)?)`,
    '(?<symbol>\\p{Extended_Pictographic}|\\p{Regional_Indicator}{2})',
  ].join('|'),
  'gu',
);
const LATIN_ACCENT = /(\p{Script=Latin})\p{Mn}+/gu;
const ENGLISH_WORD = /^[a-z]{4,}$/;

/**
 * The words of a text in the order in which they stand. Case, width and the accents of Latin letters do not matter, nor does
 * the plural of an English word. `1.26.1` is one word and its parts; scripts without spaces become their letters and every
 * pair of neighbours; each emoji is a word.
 */
export function* tokensOf(text: string): Generator<Token> {
  for (const match of text.matchAll(WORD)) {
    const { spaceless, word } = match.groups ?? {};
    if (spaceless === undefined)
      yield { terms: word ? termsOfWord(word) : [match[0]], start: match.index, end: match.index + match[0].length };
    else yield* letters(spaceless, match.index);
  }
}

/** The same words as terms alone; a word of parts is followed by them. */
export function termsOf(text: string): string[] {
  const terms: string[] = [];
  for (const token of tokensOf(text)) terms.push(...token.terms);
  return terms;
}

function termsOfWord(raw: string): string[] {
  const word = folded(raw).replace(/['’]/g, '');
  if (!word.includes('.')) return [singular(shortened(word))];
  return [word, ...word.split('.').map(singular)].map(shortened);
}

/** Never half a letter: no store takes it. */
function shortened(term: string): string {
  return term.slice(0, LONGEST_TERM).replace(/[\ud800-\udbff]$/, '');
}

function folded(word: string): string {
  const plain = word.normalize('NFKC').toLowerCase();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII, the common case, has nothing to fold.
  return /^[\x00-\x7f]*$/.test(plain) ? plain : plain.normalize('NFKD').replace(LATIN_ACCENT, '$1').normalize('NFC');
}

/** Harman's S-stemmer: the least that lets a plural find its singular. */
function singular(word: string): string {
  if (!word.endsWith('s') || !ENGLISH_WORD.test(word)) return word;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|z)es$/.test(word)) return word.slice(0, -2);
  return /(?:ss|us|is)$/.test(word) ? word : word.slice(0, -1);
}

/** Every letter with its marks, and every pair of neighbours, in the order of their first letter. */
function* letters(run: string, offset: number): Generator<Token> {
  const all = [...run.matchAll(/.\p{M}*/gsu)];
  for (const [place, letter] of all.entries()) {
    const next = all[place + 1]?.[0];
    const start = offset + letter.index;
    const end = start + letter[0].length;
    const one = { terms: [letter[0].normalize('NFKC')], start, end };
    if (next === undefined) yield one;
    else yield { ...one, terms: [...one.terms, (letter[0] + next).normalize('NFKC')], pairEnd: end + next.length };
  }
}
