import { expect, test } from 'vitest';
import { continueTrace } from './traceparent.js';

const incoming = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

test('passes a well-formed traceparent on and replaces any other', () => {
  expect(continueTrace(incoming)).toBe(incoming);
  const malformed = [null, '', 'x', incoming.replace('00-', 'ff-'), `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, `${incoming}-more`];
  for (const other of malformed) expect(continueTrace(other)).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  expect(continueTrace(null)).not.toBe(continueTrace(null));
});
