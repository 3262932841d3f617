import type { Assignment } from './writer.js';

const TITLE_CHARACTERS = 120;
const HEADING_CHARACTERS = 500;
const CLOSING = /[\s.,!?…:;]/u;

/** The words of the title: what was given, or how the prompt begins. */
export function titleOf({ title, request }: Pick<Assignment, 'title' | 'request'>): string {
  const first = sentencesOf(request.prompt)[0] ?? request.prompt.trim();
  const words = headed(title ?? first);
  if (words.length <= TITLE_CHARACTERS) return words;
  const short = words.slice(0, TITLE_CHARACTERS).replace(/\s+\S*$/u, '');
  return `${short.isWellFormed() ? short : short.slice(0, -1)}…`;
}

/** How a text begins, as a heading: without the signs that end a sentence. */
export function headed(text: string): string {
  const beginning = text.slice(0, HEADING_CHARACTERS);
  let end = beginning.isWellFormed() ? beginning.length : beginning.length - 1;
  while (CLOSING.test(beginning.charAt(end - 1))) end--;
  return beginning.slice(0, end);
}

/** Lines and sentences, in every script that ends them with a sign of its own. */
export function sentencesOf(text: string): string[] {
  const segments = [...new Intl.Segmenter('und', { granularity: 'sentence' }).segment(text)];
  return segments.flatMap(({ segment }) => segment.replace(/\s+/gu, ' ').trim() || []);
}
