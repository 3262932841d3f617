import { expect, test } from 'vitest';
import { addUpPerformance } from './add-up-performance.js';

const figures = (platform: string, impressions: number, clicks: number, recorded_at: string) => ({
  platform,
  impressions,
  views: 7,
  likes: 1,
  shares: 0,
  comments: 0,
  clicks,
  engagement_rate: 0,
  ctr: 0,
  recorded_at,
  counted_at: recorded_at,
});

test('adds the counters of a platform up and scores engagements per hundred impressions', () => {
  const rows = addUpPerformance([
    figures('web', 100, 2, '2026-01-05T09:00:00Z'),
    figures('mastodon', 3, 0, '2026-01-05T09:15:00Z'),
    figures('web', 200, 5, '2026-01-05T09:30:00Z'),
  ]);
  expect(rows).toEqual([
    {
      platform: 'web',
      metrics: {
        ...{ contents: 2, contents_left_out: 0, impressions: 300, views: 14, likes: 2, shares: 0, comments: 0, clicks: 7 },
        ...{ engagement_rate: 0.03, ctr: 0.023333 },
      },
      performance_score: 3,
      recorded_at: '2026-01-05T09:30:00Z',
    },
    expect.objectContaining({ platform: 'mastodon', performance_score: 33.333333 }),
  ]);
});

test('scores nothing where nothing was seen, and answers nothing where nothing was counted', () => {
  expect(addUpPerformance([figures('web', 0, 4, '2026-01-05T09:00:00Z')], 3)).toMatchObject([
    { performance_score: null, metrics: { engagement_rate: null, ctr: null, clicks: 4, contents_left_out: 3 } },
  ]);
  expect(addUpPerformance([])).toEqual([]);
});
