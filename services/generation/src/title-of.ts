import type { Assignment } from './writer.js';

const TITLE_CHARACTERS = 120;

/** The words of the title: what was given, or how the prompt begins. */
export function titleOf({ title, request }: Pick<Assignment, 'title' | 'request'>): string {
  const first = sentencesOf(request.prompt)[0] ?? request.prompt.trim();
  const words = (title ?? first).replace(/[\s.!?…:;]+$/u, '');
  if (words.length <= TITLE_CHARACTERS) return words;
  const short = words.slice(0, TITLE_CHARACTERS).replace(/\s+\S*$/u, '');
  return `${short.isWellFormed() ? short : short.slice(0, -1)}…`;
}

/** Lines and sentences, in every script that ends them with a sign of its own. */
export function sentencesOf(text: string): string[] {
  const segments = [...new Intl.Segmenter('und', { granularity: 'sentence' }).segment(text)];
  return segments.flatMap(({ segment }) => segment.replace(/\s+/gu, ' ').trim() || []);
}
