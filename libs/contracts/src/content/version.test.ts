import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Version, versionHash } from './version.js';

const version = fc.record({
  title: fc.option(fc.string()),
  content_text: fc.option(fc.string()),
  content_type: fc.constantFrom('blog_post' as const, 'email' as const),
  platform: fc.option(fc.string()),
  metadata: fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<Version['metadata']>,
});

function reversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reversed) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  ) as T;
}

describe('versionHash', () => {
  it('does not depend on the order of keys, at any depth', () => {
    fc.assert(fc.property(version, (v) => versionHash(reversed(v)) === versionHash(v)));
  });

  it('survives the way through JSON and a database', () => {
    fc.assert(fc.property(version, (v) => versionHash(JSON.parse(JSON.stringify(v))) === versionHash(v)));
  });

  it('changes with every part', () => {
    const base = { title: 'a', content_text: 'b', content_type: 'email' as const, platform: null, metadata: { k: [1, 2] } };
    const others = [
      { title: 'b', content_text: 'a' },
      { title: null },
      { content_type: 'blog_post' as const },
      { platform: 'webhook' },
      { metadata: { k: [2, 1] } },
    ].map((change) => versionHash({ ...base, ...change }));
    expect(new Set([versionHash(base), ...others]).size).toBe(6);
  });
});
