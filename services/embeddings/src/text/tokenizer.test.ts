import fc from 'fast-check';
import { expect, test } from 'vitest';
import { termsOf, tokensOf } from './tokenizer.js';

test('finds a word whatever its case, width, accent or English plural', () => {
  expect(termsOf('Cafés CAFÉ Ｃａｆｅ boxes policies class')).toEqual(['cafe', 'cafe', 'cafe', 'box', 'policy', 'class']);
});

test('keeps accents that make another letter in other scripts', () => {
  expect(termsOf('йод')).toEqual(['йод']);
});

test('cuts a long word at a letter', () => {
  const word = `${'a'.repeat(47)}𐐨𐐨`;
  expect(termsOf(`${word} 1.${word}`).filter((term) => !term.isWellFormed())).toEqual([]);
});

test('reads a version as one word and as its parts', () => {
  expect(termsOf('Rust 1.26.1')).toEqual(['rust', '1.26.1', '1', '26', '1']);
});

test('keeps what makes C++ and C# words of their own, and joins what an apostrophe parts', () => {
  expect(termsOf("C++ or C#? don't")).toEqual(['c++', 'or', 'c#', 'dont']);
});

test('reads scripts without spaces as letters and pairs of neighbours', () => {
  expect(termsOf('日本語 ok')).toEqual(['日', '日本', '本', '本語', '語', 'ok']);
  expect(termsOf('ภาษา').length).toBeGreaterThan(1);
});

test('reads each emoji as a word and finds none in punctuation', () => {
  expect(termsOf('🚀 go')).toEqual(['🚀', 'go']);
  expect(termsOf(' …!?-- «»\n')).toEqual([]);
});

test('says of any text where each word stands, in order and without an empty one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      let end = 0;
      for (const token of tokensOf(text)) {
        expect(token.start).toBeGreaterThanOrEqual(end);
        expect(token.end).toBeGreaterThan(token.start);
        expect(token.terms.every((term) => term !== '' && term.length <= 64)).toBe(true);
        end = token.end;
      }
      expect(end).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 40 },
  );
});
