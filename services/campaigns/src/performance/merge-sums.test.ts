import type { PerformanceSum } from '@smartcontent/contracts';
import { expect, test } from 'vitest';
import { mergeSums } from './merge-sums.js';

const NOTHING = { impressions: 0, views: 0, likes: 0, shares: 0, comments: 0, clicks: 0 };
const sumOf = (content_id: string, platform: string, impressions: number, clicks: number, day: string): PerformanceSum => {
  const counts = { ...NOTHING, impressions, clicks };
  return {
    totals: counts,
    contents: 1,
    platforms: [{ platform, contents: 1, ...counts, recorded_at: day }],
    top_contents: [{ content_id, ...counts }],
    oldest_at: day,
    newest_at: day,
  };
};

test('several answers read as one about all of their contents', () => {
  const parts = [
    sumOf('a', 'web', 10, 1, '2026-01-03'),
    sumOf('b', 'mastodon', 15, 6, '2026-01-01'),
    sumOf('c', 'web', 20, 1, '2026-01-02'),
  ];
  expect(mergeSums(parts, 2)).toEqual({
    totals: { ...NOTHING, impressions: 45, clicks: 8 },
    contents: 3,
    platforms: [
      { platform: 'web', contents: 2, ...NOTHING, impressions: 30, clicks: 2, recorded_at: '2026-01-03' },
      { platform: 'mastodon', contents: 1, ...NOTHING, impressions: 15, clicks: 6, recorded_at: '2026-01-01' },
    ],
    top_contents: [
      { content_id: 'b', ...NOTHING, impressions: 15, clicks: 6 },
      { content_id: 'a', ...NOTHING, impressions: 10, clicks: 1 },
    ],
    oldest_at: '2026-01-01',
    newest_at: '2026-01-03',
  });
});

test('no more platforms are shown than one answer has, and the totals are of all', () => {
  const parts = ['a', 'b', 'c'].map((content_id) => ({
    ...sumOf(content_id, 'web', 1_000, 0, '2026-01-03'),
    platforms: Array.from({ length: 150 }, (_, n) => ({
      ...{ platform: `${content_id}${n}`, contents: 1, ...NOTHING, impressions: n, recorded_at: '2026-01-03' },
    })),
  }));
  const merged = mergeSums(parts, 0);
  expect(merged.platforms).toHaveLength(200);
  expect(merged.platforms[0]).toMatchObject({ platform: 'a149' });
  expect(merged.totals.impressions).toBe(3_000);
});

test('no answer is nothing', () => {
  expect(mergeSums([], 10)).toEqual({
    ...{ totals: NOTHING, contents: 0, platforms: [], top_contents: [], oldest_at: null, newest_at: null },
  });
});
