import fc from 'fast-check';
import { expect, it } from 'vitest';
import { storable, storableName, storableText, webAddress } from './text.js';

it.each(['https://a.example/hooks', 'http://127.0.0.1:4000/x?y=1', 'https://a.example/{id}'])('takes the address %s', (url) => {
  expect(webAddress(100).parse(url)).toBe(url);
});

it.each(['ftp://a.example', 'https://user:secret@a.example/', 'https://user@a.example/', 'https://a.example/\0', 'a.example', 'https://'])(
  'refuses the address %j',
  (url) => {
    expect(webAddress(100).safeParse(url).success).toBe(false);
  },
);

it('trims a name before it counts', () => {
  expect(storableName(4).parse('  Ada  ')).toBe('Ada');
  expect(storableName(4).safeParse('   ').success).toBe(false);
});

it('makes of any text one that can be stored, and leaves alone what can be', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '\0', '\ud83c', '\udf31', '🌱') }), (text) => {
      const kept = storable(text);
      expect(storableText(100).safeParse(kept).success).toBe(true);
      if (storableText(100).safeParse(text).success) expect(kept).toBe(text);
    }),
  );
});
