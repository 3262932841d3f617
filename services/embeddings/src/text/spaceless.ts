/** Letters of scripts that put no space between words: Han, kana, Thai, Lao, Khmer, Burmese, Tibetan and their like. */
export const SPACELESS =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Script=Tibetan}';

const SPACELESS_LETTER = new RegExp(`[${SPACELESS}]`, 'gu');

/** How many letters of such scripts a text has. */
export function countSpaceless(text: string): number {
  return text.match(SPACELESS_LETTER)?.length ?? 0;
}

/** Low halves and combining marks belong to what stands before them. */
export function isInsideLetter(text: string, place: number): boolean {
  const unit = text.charCodeAt(place);
  return (unit >= 0xdc00 && unit <= 0xdfff) || /^\p{M}/u.test(text.slice(place, place + 2));
}
