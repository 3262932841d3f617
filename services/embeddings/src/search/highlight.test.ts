import fc from 'fast-check';
import { expect, test } from 'vitest';
import { highlight } from './highlight.js';

const weights = new Map([
  ['beta', 2],
  ['compiler', 5],
  ['日本', 3],
]);

test('shows the piece with the rarest words, and where they are', () => {
  const text = `The beta came. ${'Nothing of it here. '.repeat(40)}The beta of the compilers is near.`;
  const found = highlight({ text, start: 100 }, weights);
  expect(found.marks.map(({ start, end }) => found.text.slice(start, end))).toEqual(['beta', 'compilers']);
  expect(text.slice(found.start - 100, found.start - 100 + found.text.length)).toBe(found.text);
});

test('shows the beginning where nothing of it was found', () => {
  expect(highlight({ text: 'Quite another text', start: 0 }, weights)).toEqual({ text: 'Quite another text', start: 0, marks: [] });
});

test('marks words of scripts without spaces as one', () => {
  const { text, marks } = highlight(
    { text: 'これは日本語', start: 0 },
    new Map([
      ['日本', 1],
      ['本語', 1],
    ]),
  );
  expect(marks.map(({ start, end }) => text.slice(start, end))).toEqual(['日本語']);
});

test('marks both letters of a pair where the pair alone was looked for', () => {
  const { text, marks } = highlight({ text: '私は東京に住む', start: 0 }, new Map([['東京', 1]]));
  expect(marks.map(({ start, end }) => text.slice(start, end))).toEqual(['東京']);
});

test('cuts no letter off from its marks', () => {
  const { text } = highlight({ text: 'กำ'.normalize('NFD').repeat(20) + 'ที่'.repeat(200), start: 0 }, weights);
  expect('ที่'.repeat(200).startsWith(text.slice(40)) && text.endsWith('ที่')).toBe(true);
});

test('cuts any text into a piece of itself whose marks lie inside', () => {
  const part = fc.constantFrom('beta ', 'compiler', ' ', 'word ', '🚀', '日本', 'x'.repeat(300), '\n');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 60 }), (parts) => {
      const whole = parts.join('');
      const { text, start, marks } = highlight({ text: whole, start: 7 }, weights);
      expect(whole.slice(start - 7, start - 7 + text.length)).toBe(text);
      expect(text.isWellFormed()).toBe(true);
      for (const mark of marks) expect(mark.end).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 60 },
  );
});
