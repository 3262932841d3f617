import type { Brand } from '../writer.js';

/** The text with the company's own words: a forbidden term becomes its replacement, where it has one. */
export function inWordsOf(brand: Brand, text: string): string {
  const replaced = brand.terms.filter(({ kind, replacement }) => kind === 'forbidden' && replacement !== null);
  if (replaced.length === 0) return text;
  // The longest first: a term may be the beginning of another.
  const terms = replaced.toSorted((a, b) => b.term.length - a.term.length);
  const replacements = new Map(terms.map(({ term, replacement }) => [term.toLowerCase(), replacement as string]));
  const pattern = new RegExp(terms.map(({ term }) => bounded(term)).join('|'), 'giu');
  return text.replace(pattern, (found) => keepCase(found, replacements.get(found.toLowerCase()) ?? found));
}

/** Letters and digits beside a term make another word of it; scripts without spaces know no such thing. */
function bounded(term: string): string {
  const literal = term.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
  const before = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u.test(term) ? '(?<![\\p{L}\\p{N}])' : '';
  const after = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]$/u.test(term) ? '(?![\\p{L}\\p{N}])' : '';
  return `${before}${literal}${after}`;
}

function keepCase(found: string, replacement: string): string {
  const [first = ''] = found;
  const isCapital = first !== first.toLowerCase();
  return isCapital ? replacement.charAt(0).toUpperCase() + replacement.slice(1) : replacement;
}
