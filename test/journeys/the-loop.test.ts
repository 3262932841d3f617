import {
  CountActivity,
  CreateContent,
  GetContent,
  GetIngestAccounting,
  GetLiveEngagement,
  GetPerformance,
  GetScheduledPost,
  GetTimeSeries,
  GetTopContent,
  GetTotals,
  ListContentActivity,
  ListVersions,
  SchedulePost,
  SearchContent,
  UpdateContent,
} from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { Company } from './company.js';
import { listen } from './listen.js';
import { usePlatform } from './platform.js';

const HOUR_MS = 3_600_000;
const platform = usePlatform();
let acme: Company;
beforeAll(async () => {
  acme = await Company.signUp(platform);
});

describe('the loop', () => {
  it('goes from writing to measuring, and tells the author', async () => {
    const stream = await listen(platform.url, acme.token);
    const content = await acme.writeApproved('From draft to reader');
    expect(content).toMatchObject({ status: 'approved', approved_version_id: content.version_id });

    const account = await acme.connectSandbox('loop');
    const post = await platform.call(
      SchedulePost,
      {
        content_id: content.id,
        version_id: content.version_id,
        platform_account_id: account.id,
        scheduled_time: new Date(Date.now() + 2_000).toISOString(),
      },
      acme.token,
    );
    await eventually(async () => {
      expect(await platform.call(GetScheduledPost, { post_id: post.id }, acme.token)).toMatchObject({ status: 'published' });
      const published = await platform.call(GetContent, { content_id: content.id }, acme.token);
      expect(published).toMatchObject({ status: 'published', published_at: expect.any(String) });
    });
    const summary = await (await fetch(`${platform.sandboxUrl}/inboxes/loop/summary`)).json();
    expect(summary).toEqual({ messages: 1, receipts: 1, published_twice: 0 });
    await eventually(() => expect(stream.types()).toEqual(['content.published']));
    await stream.close();

    await measure(content.id);
    await readBack(content.id, post.id);
  });

  it('keeps every version and finds a text by its words, inside the company only', async () => {
    const content = await platform.call(
      CreateContent,
      { content_type: 'blog_post', title: 'Marmalade', content_text: 'Oranges and sugar.' },
      acme.token,
    );
    const edited = await platform.call(
      UpdateContent,
      { content_id: content.id, revision: content.revision, content_text: 'Lemons and sugar.' },
      acme.token,
    );
    expect(edited).toMatchObject({ version_number: 2, revision: 2 });
    const { items } = await platform.call(ListVersions, { content_id: content.id }, acme.token);
    expect(items.map((version) => version.number)).toEqual([2, 1]);
    const found = await platform.call(SearchContent, { q: 'lemons' }, acme.token);
    expect(found.items.map((item) => item.id)).toEqual([content.id]);
    const stranger = await Company.signUp(platform);
    expect((await platform.call(SearchContent, { q: 'lemons' }, stranger.token)).items).toEqual([]);
  });
});

/** The timeline of the content tells the whole of it in order, and the day's counts are its lines. */
async function readBack(contentId: string, postId: string): Promise<void> {
  const { items } = await eventually(async () => {
    const page = await platform.call(ListContentActivity, { content_id: contentId }, acme.token);
    expect(page.items).toHaveLength(7);
    return page;
  });
  const inOrder = items.toReversed();
  // Content hears of the schedule a moment later, which may be after the post has left.
  const sure = inOrder.filter(({ type }) => type !== 'content.updated');
  expect(sure.map(({ type, details }) => [type, details.status])).toEqual([
    ['content.created', 'draft'],
    ['content.moved', 'review'],
    ['version.approved', 'approved'],
    ['post.scheduled', undefined],
    ['post.published', undefined],
    ['content.published', 'published'],
  ]);
  const ofContent = inOrder.filter((line) => line.aggregate_id === contentId);
  const ofPost = inOrder.filter((line) => line.aggregate_id === postId);
  expect([ofContent.map((line) => line.aggregate_version), ofPost.map((line) => line.aggregate_version)]).toEqual([
    [1, 2, 3, 4, 5],
    [1, 2],
  ]);
  expect(inOrder[0]?.actor).toBe(`user:${acme.account.user.id}`);
  const range = { from: new Date(Date.now() - 24 * HOUR_MS).toISOString(), to: new Date(Date.now() + HOUR_MS).toISOString() };
  const days = await platform.call(CountActivity, { ...range, time_zone: 'Asia/Kathmandu' }, acme.token);
  const sumOf = (type: string) => days.items.reduce((sum, item) => sum + (item.type === type ? item.events : 0), 0);
  expect(['post.published', 'content.published'].map(sumOf)).toEqual([1, 1]);
}

/** Views and clicks come in, one of them twice; books, totals, series, top and live counters agree. */
async function measure(contentId: string): Promise<void> {
  const key = await acme.makeKey(['events:write', 'analytics:read']);
  const repeated = { event_id: '0192f0c1-7a00-7000-8000-0000000000aa', event_type: 'click', content_id: contentId, visitor_id: 'v0' };
  const views = Array.from({ length: 5 }, (_, index) => ({ event_type: 'view', content_id: contentId, visitor_id: `v${index}` }));
  const sent = await platform.http('POST', '/v1/events', { token: key.key, body: [...views, repeated, repeated] });
  expect(sent).toMatchObject({ status: 202, body: { received: 7, accepted: 7, rejected: 0 } });
  const range = { from: new Date(Date.now() - HOUR_MS).toISOString(), to: new Date(Date.now() + HOUR_MS).toISOString() };
  await eventually(async () => {
    const { items } = await platform.call(GetIngestAccounting, range, key.key);
    const sum = (name: 'accepted' | 'stored' | 'duplicate' | 'in_flight') => items.reduce((total, item) => total + item[name], 0);
    expect([sum('accepted'), sum('stored'), sum('duplicate'), sum('in_flight')]).toEqual([7, 6, 1, 0]);
  });
  expect((await platform.call(GetTotals, range, key.key)).items).toEqual(
    expect.arrayContaining([
      { event_type: 'view', events: 5, visitors: 5 },
      { event_type: 'click', events: 1, visitors: 1 },
    ]),
  );
  const series = await platform.call(GetTimeSeries, { ...range, interval: 'hour', event_type: 'view' }, key.key);
  expect(series.items.reduce((total, item) => total + item.events, 0)).toBe(5);
  const top = await platform.call(GetTopContent, { ...range, event_type: 'view' }, key.key);
  expect(top.items).toEqual([{ content_id: contentId, events: 5, visitors: 5 }]);
  const live = await platform.call(GetLiveEngagement, { content_id: contentId }, key.key);
  expect(live.counts).toEqual({ view: 5, click: 1 });
  await eventually(async () => {
    const { items } = await platform.call(GetPerformance, { content_id: contentId }, key.key);
    expect(items).toMatchObject([{ views: 5, clicks: 1, impressions: 0, ctr: 0 }]);
  });
}
