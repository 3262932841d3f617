import { expect, it } from 'vitest';
import { storableName, webAddress } from './text.js';

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
