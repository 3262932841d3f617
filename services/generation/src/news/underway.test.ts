import { expect, test } from 'vitest';
import { Underway } from './underway.js';

test('an attempt that ends late leaves the call of the next one where a cancel finds it', () => {
  const underway = new Underway();
  const [earlier, later] = [new AbortController(), new AbortController()];
  underway.hold('run', earlier);
  underway.hold('run', later);
  underway.release('run', earlier);
  underway.cancel('run');
  expect([earlier.signal.aborted, later.signal.aborted]).toEqual([false, true]);
  underway.release('run', later);
});
