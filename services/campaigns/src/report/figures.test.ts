import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Counted, costPer, engagementOf } from './figures.js';

const counted = (over: Partial<Counted>): Counted => ({
  content_id: 'a',
  platform: 'web',
  impressions: 0,
  views: 0,
  likes: 0,
  shares: 0,
  comments: 0,
  clicks: 0,
  engagement_rate: 0,
  ctr: 0,
  recorded_at: '2026-01-01T00:00:00Z',
  counted_at: '2026-01-01T00:00:00Z',
  ...over,
});

describe('the engagement of a campaign', () => {
  it('makes rates of sums, and none where nothing was shown', () => {
    const items = [
      counted({ impressions: 100, clicks: 10, likes: 5 }),
      counted({ content_id: 'b', platform: 'mail', impressions: 300, clicks: 0, counted_at: '2026-01-02T00:00:00Z' }),
      counted({ content_id: 'c', views: 7 }),
      counted({ content_id: 'd', clicks: 1 }),
      counted({ content_id: 'e', clicks: 2 }),
    ];
    const engagement = engagementOf(items);
    expect(engagement.totals).toMatchObject({ impressions: 400, views: 7, engagement_rate: 0.045, ctr: 0.0325 });
    expect(engagement.platforms.map(({ platform, impressions }) => [platform, impressions])).toEqual([
      ['mail', 300],
      ['web', 100],
    ]);
    expect(engagement.top_contents.map(({ content_id }) => content_id)).toEqual(['a', 'b', 'e', 'd']);
    expect(engagement).toMatchObject({ contents_counted: 5, oldest_at: '2026-01-01T00:00:00Z', newest_at: '2026-01-02T00:00:00Z' });
    expect(engagementOf([])).toMatchObject({ totals: { engagement_rate: null, ctr: null }, oldest_at: null, contents_counted: 0 });
  });
});

describe('a cost per piece', () => {
  it('is the nearest amount of twelve places, and none where there is no piece', () => {
    expect(costPer('10.000000000000', 0)).toBeNull();
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 22n }), fc.integer({ min: 1, max: 1_000_000 }), (units, count) => {
        const digits = units.toString().padStart(13, '0');
        const per = costPer(`${digits.slice(0, -12)}.${digits.slice(-12)}`, count) as string;
        const error = BigInt(per.replace('.', '')) * BigInt(count) - units;
        expect(2n * (error < 0n ? -error : error)).toBeLessThanOrEqual(BigInt(count));
      }),
    );
  });
});
