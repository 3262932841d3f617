import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunkText } from './chunk-text.js';

const pieces = fc.constantFrom('A sentence of words. ', 'word ', '\n\n', '。', '日本語の文章', '🚀', ' ', 'x'.repeat(700), '\n');

test('cuts any text into ordered pieces that lose nothing but white space', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 400 }), (parts) => {
      const text = parts.join('');
      let end = 0;
      for (const chunk of chunkText(text)) {
        expect(text.slice(end, chunk.start).trim()).toBe('');
        expect(text.slice(chunk.start, chunk.start + chunk.text.length)).toBe(chunk.text);
        expect(chunk.text.length).toBeLessThanOrEqual(1_200);
        expect(chunk.text.isWellFormed()).toBe(true);
        end = chunk.start + chunk.text.length;
      }
      expect(text.slice(end).trim()).toBe('');
    }),
    { numRuns: 50 },
  );
});

test('cuts between paragraphs rather than inside one', () => {
  const paragraph = 'Some words of a paragraph that goes on. '.repeat(20).trim();
  const [first] = chunkText(`${paragraph}\n\n${paragraph}`);
  expect(first?.text.trim()).toBe(paragraph);
});

test('makes shorter chunks where a letter is most of a word', () => {
  expect(chunkText('日本語の文章です。'.repeat(100)).every(({ text }) => text.length <= 400)).toBe(true);
});

test('has one empty chunk for a text of nothing, so that its title can be found', () => {
  expect(chunkText(' \n ')).toEqual([{ text: '', start: 0 }]);
});

test('cuts no letter off from its marks', () => {
  for (const { text } of chunkText('ที่'.repeat(1_000))) expect(text.endsWith('ที่')).toBe(true);
});

test('cuts marks without end between them', () => {
  for (const before of ['', 'a'])
    for (const { text } of chunkText(before + '\u{1d165}'.repeat(2_000))) expect(text.isWellFormed()).toBe(true);
});
