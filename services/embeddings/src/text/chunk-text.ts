import { countSpaceless, isInsideLetter } from './spaceless.js';

export interface Chunk {
  readonly text: string;
  /** Its place in the whole text, in UTF-16 units. */
  readonly start: number;
}

/** About 200 words: long enough to have a meaning, short enough for one. */
const LONGEST = 1_200;
/** Letters of a script without spaces carry about three times as much each. */
const LONGEST_SPACELESS = 400;
/** Where a text is cut, best first: between paragraphs, after a sentence, at a line's end, between words. */
const CUTS = [/\n\s*\n/g, /[.!?…]["'”’)\]]*\s|[。！？]/g, /\n/g, /\s/g];

/**
 * Cuts a text into pieces of one meaning each. Together they are the whole text, none is longer than 1,200 units, none is cut
 * inside a letter, and what is only white space is left out. A text of nothing is one empty chunk, since its title may be found.
 */
export function chunkText(text: string): Chunk[] {
  const longest = countSpaceless(text) * 2 > text.length ? LONGEST_SPACELESS : LONGEST;
  const chunks: Chunk[] = [];
  for (let start = 0; start < text.length; ) {
    const end = start + longest >= text.length ? text.length : cutBetween(text, start + (longest >> 1), start + longest);
    const piece = text.slice(start, end);
    if (piece.trim() !== '') chunks.push({ text: piece, start });
    start = end;
  }
  return chunks.length > 0 ? chunks : [{ text: '', start: 0 }];
}

/** What stands for a chunk when its meaning is asked: the title tells what the whole is about. */
export function embeddedText(title: string, chunk: string): string {
  return title === '' ? chunk : `${title}\n\n${chunk}`;
}

/** The last good place to cut in the later half of a window. */
function cutBetween(text: string, from: number, to: number): number {
  const window = text.slice(from, to);
  for (const cut of CUTS) {
    let last = 0;
    for (const match of window.matchAll(cut)) last = match.index + match[0].length;
    if (last > 0) return from + last;
  }
  let cut = to;
  while (cut > from && isInsideLetter(text, cut)) cut -= 1;
  // Marks without end are no letter; from there halves of one are kept together.
  return cut > from ? cut : to - Number(/[\udc00-\udfff]/.test(text[to] ?? ''));
}
