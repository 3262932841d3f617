import {
  BookSpending,
  CreateCampaign,
  GetScheduledPost,
  ReportCampaign,
  SchedulePost,
  StartCampaign,
  UpdateContent,
} from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { Company } from './company.js';
import { usePlatform } from './platform.js';

const platform = usePlatform();
let acme: Company;
beforeAll(async () => {
  acme = await Company.signUp(platform);
});

/** A request to planning as somebody else's program sends it. */
async function plan<T>(
  method: string,
  path: string,
  body?: object,
  tags: Record<string, string> = {},
): Promise<{ status: number; said: T; tag: string }> {
  const response = await fetch(`${platform.url}/api/content-planning/${path}`, {
    method,
    headers: { authorization: `Bearer ${acme.token}`, ...(body && { 'content-type': 'application/json' }), ...tags },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, said: (text && JSON.parse(text)) as T, tag: response.headers.get('etag') ?? '' };
}

describe('a plan', () => {
  it('becomes a campaign whose posts leave, and whose report says what they brought and cost', async () => {
    const { said: strategy } = await plan<{ id: string }>('POST', 'strategies', {
      user_id: 1,
      name: 'Spring',
      target_audience: 'gardeners',
    });
    const { id: campaign_id } = await platform.call(CreateCampaign, { name: 'Seedlings', budget_allocated: '20' }, acme.token);
    const content = await acme.writeApproved('Seedlings');
    await platform.call(UpdateContent, { content_id: content.id, revision: content.revision, campaign_id }, acme.token);
    const planned = { strategy_id: strategy.id, content_type: 'blog_post', platform: 'website', content_id: content.id, campaign_id };
    expect(await plan('POST', 'calendar-events', { ...planned, title: 'Now', scheduled_date: '2026-03-01T10:00' })).toMatchObject({
      status: 200,
      said: { scheduled_date: '2026-03-01T10:00:00.000000Z' },
    });
    expect(await plan('POST', 'calendar-events', { ...planned, title: 'Then', scheduled_date: '2026-03-02T10:00+02:00' })).toMatchObject({
      status: 200,
      said: { scheduled_date: '2026-03-02T08:00:00.000000Z' },
    });

    const { id: platform_account_id } = await acme.connectSandbox('planned');
    const scheduled_time = new Date(Date.now() + 2_000).toISOString();
    const asked = { content_id: content.id, version_id: content.version_id, platform_account_id, scheduled_time, campaign_id };
    const post = await platform.call(SchedulePost, asked, acme.token);
    expect(post.status).toBe('paused');
    await platform.call(StartCampaign, { campaign_id }, acme.token);
    await platform.call(BookSpending, { campaign_id, kind: 'booking', amount_usd: '10' }, acme.token);
    await eventually(async () => {
      expect(await platform.call(GetScheduledPost, { post_id: post.id }, acme.token)).toMatchObject({ status: 'published' });
    });
    const happened = ['impression', 'impression', 'impression', 'impression', 'click'].map((event_type) =>
      JSON.stringify({ event_type, content_id: content.id, platform: 'web' }),
    );
    await fetch(`${platform.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${acme.token}`, 'content-type': 'application/x-ndjson' },
      body: happened.join('\n'),
    });

    await eventually(async () => {
      expect(await platform.call(ReportCampaign, { campaign_id }, acme.token)).toMatchObject({
        contents: { total: 1, by_status: { published: 1 } },
        posts: { total: 1, by_status: { published: 1 } },
        budget: { allocated: '20.00', spent: '10.000000000000', left: '10.000000000000' },
        engagement: { totals: { impressions: 4, clicks: 1, ctr: 0.25 }, platforms: [{ platform: 'web', impressions: 4 }] },
        cost_per: { impression: '2.500000000000', click: '10.000000000000', post: '10.000000000000' },
      });
    });
    expect(await plan('GET', `strategies/${strategy.id}/analytics`)).toMatchObject({
      status: 200,
      said: [{ platform: 'web', performance_score: 25, metrics: { contents: 1, impressions: 4, clicks: 1 } }],
    });
    expect(await plan('GET', `strategies/${strategy.id}/summary`)).toMatchObject({ status: 200, said: { total_events: 2 } });
    expect(await plan('DELETE', `strategies/${strategy.id}`)).toMatchObject({ status: 409 });
  });

  it('says the version of what is made, and of what is counted about it another one', async () => {
    const { said: strategy, tag } = await plan<{ id: string }>('POST', 'strategies', { user_id: 1, name: 'Autumn' });
    const summary = `strategies/${strategy.id}/summary`;
    const before = await plan('GET', summary);
    const known = { 'if-none-match': before.tag };
    expect(await plan('GET', summary, undefined, known)).toMatchObject({ status: 304, tag: before.tag });
    const planned = {
      strategy_id: strategy.id,
      content_type: 'blog_post',
      platform: 'website',
      title: 'One',
      scheduled_date: '2026-10-01',
    };
    expect((await plan('POST', 'calendar-events', planned)).tag).not.toBe('');
    expect(await plan('GET', summary, undefined, known)).toMatchObject({ status: 200, said: { total_events: 1 } });
    expect(await plan('PUT', `strategies/${strategy.id}`, { name: 'Fall' }, { 'if-match': tag })).toMatchObject({ status: 200 });
    for (const changes of [{ name: 'Winter' }, {}])
      expect(await plan('PUT', `strategies/${strategy.id}`, changes, { 'if-match': tag })).toMatchObject({ status: 412 });
  });

  it('is refused in words that say what is wanted', async () => {
    const refused = await plan<{ detail: { loc: string[]; msg: string }[] }>('POST', 'strategies', { user_id: 1, colour: 'red' });
    expect(refused.said.detail.map(({ loc, msg }) => [loc.at(-1), msg])).toEqual([
      ['name', 'is required'],
      ['colour', 'is not known here'],
    ]);
    expect((await plan<typeof refused.said>('GET', 'calendar-events?limit=x')).said.detail[0]?.msg).toBe('must be a number');
  });
});
