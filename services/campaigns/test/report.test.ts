import { BookSpending, ContentCreated, CreateCampaign, PostPublished, PostScheduled, ReportCampaign } from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { playEvent } from '@smartcontent/testing';
import { expect, test } from 'vitest';
import { PlayedAnalytics } from './played-analytics.js';
import { useCampaigns } from './use-campaigns.js';

const campaigns = useCampaigns();
const { stack } = campaigns;

test('a report joins what was spent with what readers did: figures, rates, and the cost of each', async () => {
  const caller = stack.caller();
  const { id: campaign_id } = await caller.call(CreateCampaign, { name: 'Spring', budget_allocated: '20' });
  await caller.call(BookSpending, { campaign_id, id: newId(), kind: 'booking', amount_usd: '10' });
  const [first, second, strange] = [newId(), newId(), newId()];
  for (const aggregateId of [first, second]) {
    const data = { ...ContentCreated.example, campaign_id };
    await playEvent(stack.nats, ContentCreated, { companyId: caller.companyId, aggregateId, aggregateVersion: 1, data });
  }
  // A post that has not left brings nothing of what its content brought elsewhere.
  const waiting = { ...PostScheduled.example, campaign_id, content_id: strange };
  await playEvent(stack.nats, PostScheduled, { companyId: caller.companyId, aggregateId: newId(), aggregateVersion: 1, data: waiting });
  for (const aggregateId of [newId(), newId(), newId()]) {
    const data = { ...PostPublished.example, campaign_id };
    await playEvent(stack.nats, PostPublished, { companyId: caller.companyId, aggregateId, aggregateVersion: 1, data });
  }
  await campaigns.service.drained();

  const recorded_at = '2026-03-01T09:00:00.000000Z';
  const counts = { impressions: 0, views: 0, likes: 0, shares: 0, comments: 0, clicks: 0 };
  using _analytics = new PlayedAnalytics(stack.nats, [
    { content_id: first, platform: 'web', recorded_at, ...counts, impressions: 300, views: 40, clicks: 9, likes: 2 },
    { content_id: first, platform: 'mastodon', recorded_at, ...counts, shares: 1 },
    { content_id: second, platform: 'web', recorded_at, ...counts, impressions: 100, clicks: 3, comments: 1 },
    { content_id: strange, platform: 'web', recorded_at, ...counts, impressions: 9_999 },
  ]);
  const report = await caller.call(ReportCampaign, { campaign_id });

  expect(report.engagement).toMatchObject({
    contents_counted: 2,
    totals: { impressions: 400, views: 40, likes: 2, shares: 1, comments: 1, clicks: 12, engagement_rate: 0.04, ctr: 0.03 },
    platforms: [
      { platform: 'web', impressions: 400, clicks: 12, engagement_rate: 0.0375, ctr: 0.03 },
      { platform: 'mastodon', impressions: 0, shares: 1, engagement_rate: null, ctr: null },
    ],
  });
  expect(report.budget).toMatchObject({ allocated: '20.00', spent: '10.000000000000', left: '10.000000000000' });
  expect(report.cost_per).toEqual({
    impression: '0.025000000000',
    click: '0.833333333333',
    engagement: '0.625000000000',
    post: '3.333333333333',
  });
});
