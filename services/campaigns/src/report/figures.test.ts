import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costPer, engagementOf } from './figures.js';

describe('the engagement of a campaign', () => {
  it('makes rates of sums, and none where nothing was shown', () => {
    const counts = (impressions: number, clicks: number) => ({ impressions, views: 7, likes: 5, shares: 0, comments: 1, clicks });
    const recorded_at = '2026-01-01T00:00:00Z';
    const engagement = engagementOf({
      totals: counts(400, 12),
      contents: 3,
      platforms: [
        { platform: 'web', contents: 2, ...counts(400, 10), recorded_at },
        { platform: 'mail', contents: 1, ...counts(0, 2), recorded_at },
      ],
      top_contents: [{ content_id: 'a', ...counts(3, 1) }],
      oldest_at: recorded_at,
      newest_at: null,
    });
    expect(engagement).toEqual({
      totals: { ...counts(400, 12), engagement_rate: 0.045, ctr: 0.03 },
      platforms: [
        { platform: 'web', ...counts(400, 10), engagement_rate: 0.04, ctr: 0.025 },
        { platform: 'mail', ...counts(0, 2), engagement_rate: null, ctr: null },
      ],
      top_contents: [{ content_id: 'a', ...counts(3, 1), engagement_rate: 2.333333, ctr: 0.333333 }],
      contents_counted: 3,
      oldest_at: recorded_at,
      newest_at: null,
    });
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
