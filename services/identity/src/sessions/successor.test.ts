import { expect, test } from 'vitest';
import { openSuccessor, sealSuccessor } from './successor.js';

test('only the token that was replaced, with the attempt that replaced it, opens its successor', () => {
  const sealed = sealSuccessor('old', 'attempt', 'new');
  expect(sealed.includes('new')).toBe(false);
  expect(openSuccessor('old', 'attempt', sealed)).toBe('new');
  expect(openSuccessor('older', 'attempt', sealed)).toBeUndefined();
  expect(openSuccessor('old', 'another attempt', sealed)).toBeUndefined();
  expect(openSuccessor('old', 'attempt', sealed.fill(0, 0, 1))).toBeUndefined();
});
