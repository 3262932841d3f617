import { expect, test } from 'vitest';
import { embedOffline, OFFLINE_DIMENSIONS } from './offline-embedder.js';

function cosine(a: string, b: string): number {
  const [left, right] = embedOffline([a, b]);
  return left?.reduce((sum, value, place) => sum + value * (right?.[place] ?? 0), 0) ?? Number.NaN;
}

test('gives vectors of unit length, the same every time', () => {
  const [vector] = embedOffline(['Announcing the compiler']);
  expect(vector).toHaveLength(OFFLINE_DIMENSIONS);
  expect(Math.hypot(...(vector ?? []))).toBeCloseTo(1, 5);
  expect(embedOffline(['Announcing the compiler'])[0]).toEqual(vector);
});

test('puts texts that share words and beginnings of words near each other', () => {
  const near = cosine('scheduling posts for a campaign', 'a campaign schedules its posts');
  expect(near).toBeGreaterThan(0.3);
  expect(near).toBeGreaterThan(cosine('scheduling posts for a campaign', 'borrow checker of the compiler') + 0.2);
});

test('has a direction also for a text without words', () => {
  for (const text of ['', '…', 'the of and']) expect(embedOffline([text])[0]?.every(Number.isFinite)).toBe(true);
});
