import type { ContentPerformance } from '@smartcontent/contracts';
import { expect, test } from 'vitest';
import { sumPerformance } from './sum-performance.js';

const NOTHING = { impressions: 0, views: 0, likes: 0, shares: 0, comments: 0, clicks: 0 };
const counted = (over: Partial<ContentPerformance>): ContentPerformance => ({
  ...{ platform: 'web', ...NOTHING, engagement_rate: 0, ctr: 0 },
  ...{ recorded_at: '2026-01-05T09:00:00Z', counted_at: '2026-01-05T09:01:00Z' },
  ...over,
});

test('adds the counters up, for all and per platform, those with the most impressions first', () => {
  const sum = sumPerformance(
    new Map([
      [
        'a',
        [counted({ impressions: 100, clicks: 2 }), counted({ platform: 'mastodon', impressions: 3, counted_at: '2026-01-04T00:00:00Z' })],
      ],
      ['b', [counted({ impressions: 200, clicks: 5, recorded_at: '2026-01-05T09:30:00Z', counted_at: '2026-01-05T09:31:00Z' })]],
      ['c', []],
    ]),
    0,
  );
  expect(sum).toEqual({
    totals: { ...NOTHING, impressions: 303, clicks: 7 },
    contents: 2,
    platforms: [
      { platform: 'web', contents: 2, ...NOTHING, impressions: 300, clicks: 7, recorded_at: '2026-01-05T09:30:00Z' },
      { platform: 'mastodon', contents: 1, ...NOTHING, impressions: 3, recorded_at: '2026-01-05T09:00:00Z' },
    ],
    top_contents: [],
    oldest_at: '2026-01-04T00:00:00Z',
    newest_at: '2026-01-05T09:31:00Z',
  });
});

test('names the first by what readers did per impression, then those that were never shown, those that were only seen last', () => {
  const contents = new Map([
    ['never shown', [counted({ clicks: 9 })]],
    ['rarely', [counted({ impressions: 100, likes: 1 })]],
    ['often', [counted({ impressions: 10, likes: 1 }), counted({ platform: 'mastodon', impressions: 10, shares: 3 })]],
    ['only seen', [counted({ views: 7 })]],
    ['never', [counted({ impressions: 50 })]],
  ]);
  const named = (top: number) => sumPerformance(contents, top).top_contents.map(({ content_id }) => content_id);
  expect(named(10)).toEqual(['often', 'rarely', 'never', 'never shown', 'only seen']);
  expect(named(2)).toEqual(['often', 'rarely']);
});

test('fits into an answer however many names of platforms there are, and keeps their totals', () => {
  const many = Array.from({ length: 300 }, (_, n) => counted({ platform: `p${n}`, impressions: n }));
  const sum = sumPerformance(new Map([['a', many]]), 0);
  expect(sum.platforms).toHaveLength(200);
  expect(sum.platforms[0]).toMatchObject({ platform: 'p299' });
  expect(sum.totals.impressions).toBe((300 * 299) / 2);
  expect(sumPerformance(new Map(), 10)).toMatchObject({ contents: 0, platforms: [], top_contents: [], oldest_at: null, newest_at: null });
});
