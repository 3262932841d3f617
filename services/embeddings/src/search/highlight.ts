import type { Highlight } from '@smartcontent/contracts';
import { isInsideLetter } from '../text/spaceless.js';
import { type Token, tokensOf } from '../text/tokenizer.js';

/** About three lines. */
const LONGEST = 280;

interface Match extends Token {
  readonly weight: number;
}

/**
 * The piece of a chunk that holds most of what was looked for, its rarest words first, and where they are in it. Without any
 * of them it is the chunk's beginning.
 */
export function highlight(chunk: { readonly text: string; readonly start: number }, weights: ReadonlyMap<string, number>): Highlight {
  const matches: Match[] = [];
  for (const token of tokensOf(chunk.text)) {
    const weight = Math.max(...token.terms.map((term) => weights.get(term) ?? 0));
    if (weight > 0) matches.push({ ...token, end: endOf(token, weights), weight });
  }
  const { from, to } = widened(chunk.text, bestSpan(matches));
  const marks = matches.filter(({ start, end }) => start >= from && end <= to);
  return {
    text: chunk.text.slice(from, to),
    start: chunk.start + from,
    marks: joined(marks.map(({ start, end }) => ({ start: start - from, end: end - from }))),
  };
}

/** Of a pair of letters that was looked for both are marked. */
function endOf({ terms: [, pair = ''], end, pairEnd }: Token, weights: ReadonlyMap<string, number>): number {
  return pairEnd !== undefined && (weights.get(pair) ?? 0) > 0 ? pairEnd : end;
}

/** The window whose different words weigh most; of equals the first. */
function bestSpan(matches: readonly Match[]): { from: number; to: number } {
  let best = { from: 0, to: 0, weight: 0 };
  for (const [first, { start }] of matches.entries()) {
    const seen = new Set<string>();
    let span = { from: start, to: start, weight: 0 };
    for (const { terms, end, weight } of matches.slice(first)) {
      if (end - start > LONGEST) break;
      const [term = ''] = terms;
      span = { from: start, to: end, weight: span.weight + (seen.has(term) ? 0 : weight) };
      seen.add(term);
    }
    if (span.weight > best.weight) best = span;
  }
  return best;
}

/** As many words around as fit, cut between words and never inside a letter. */
function widened(text: string, { from, to }: { from: number; to: number }): { from: number; to: number } {
  const spare = Math.max(0, LONGEST - (to - from)) >> 1;
  let [start, end] = [Math.max(0, from - spare), Math.min(text.length, Math.max(to, from + LONGEST - spare))];
  const blank = (place: number) => /\s/.test(text[place] ?? ' ');
  const limit = { start: from, end: to };
  const [early, late] = [start, end];
  while (start > 0 && start < limit.start && !blank(start - 1)) start += 1;
  while (end < text.length && end > limit.end && !blank(end)) end -= 1;
  // A script without spaces has no better place to be cut than any.
  if (start >= limit.start) start = early;
  if (end <= limit.end) end = Math.max(late, to);
  while (start < from && isInsideLetter(text, start)) start += 1;
  while (end > to && isInsideLetter(text, end)) end -= 1;
  while (start < from && blank(start)) start += 1;
  return { from: start, to: Math.max(start, end) };
}

/** Neighbours become one mark, as letters of a script without spaces are. */
function joined(marks: readonly { start: number; end: number }[]): { start: number; end: number }[] {
  const all: { start: number; end: number }[] = [];
  for (const mark of marks) {
    const last = all.at(-1);
    if (last && last.end >= mark.start) last.end = mark.end;
    else all.push({ ...mark });
  }
  return all;
}
