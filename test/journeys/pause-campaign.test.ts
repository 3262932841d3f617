import { jetstreamManager } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import * as campaigns from '@smartcontent/campaigns';
import * as content from '@smartcontent/content';
import {
  ApproveContent,
  ConnectPlatformAccount,
  type ContentSummary,
  CreateCampaign,
  CreateContent,
  ListScheduledPosts,
  type MovedPosts,
  type OutputOf,
  PauseCampaign,
  type PostStatus,
  ResumeCampaign,
  type ScheduledPost,
  SchedulePost,
  StartCampaign,
  SubmitContent,
} from '@smartcontent/contracts';
import * as sandbox from '@smartcontent/sandbox';
import { type Caller, eventually, useStack } from '@smartcontent/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServiceProcess } from './service-process.js';

const POSTS = 500;
const HOUR_MS = 3_600_000;
const PATIENCE = { timeoutMs: 50_000 };
const TEST_MS = 60_000;
const stack = useStack();
const running: AsyncDisposable[] = [];
let sandboxUrl: string;
let scheduling: ServiceProcess;
let acme: Caller;
let approved: ContentSummary;

async function startScheduling(): Promise<void> {
  const env = { ...stack.env('scheduling'), OUTGOING_ALLOWED_HOSTS: new URL(sandboxUrl).host };
  scheduling = await ServiceProcess.start(['services/scheduling/dist/main.js'], env);
}
beforeAll(async () => {
  const played = await sandbox.start(sandbox.readConfig(stack.env('sandbox')));
  sandboxUrl = played.url;
  running.push(played, await content.start(content.readConfig(stack.env('content'))));
  running.push(await campaigns.start(campaigns.readConfig(stack.env('campaigns'))));
  await startScheduling();
  acme = stack.caller();
  const { id, version_hash } = await acme.call(CreateContent, { content_type: 'blog_post', title: 'Spring', content_text: 'It is here.' });
  await acme.call(SubmitContent, { content_id: id });
  approved = await acme.call(ApproveContent, { content_id: id, version_hash });
}, 90_000);
afterAll(async () => {
  await scheduling?.[Symbol.asyncDispose]();
  for (const service of running.reverse()) await service[Symbol.asyncDispose]();
});

const put = (path: string, body: unknown) =>
  fetch(`${sandboxUrl}/inboxes/${path}`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** An account whose receiver is an inbox of the sandbox. */
async function connect(inbox: string): Promise<OutputOf<typeof ConnectPlatformAccount>> {
  const url = `${sandboxUrl}/inboxes/${inbox}/messages`;
  const settings = { url, lookup_url: `${url}/{id}` };
  const account = await acme.call(ConnectPlatformAccount, { platform: 'webhook', name: inbox, settings });
  await put(inbox, { secret: account.signing_secret });
  return account;
}

/** What the platform has: the ids of the posts, and how many came more than once. */
async function inboxOf(inbox: string): Promise<{ ids: string[]; twice: number }> {
  const get = async (path: string) => (await fetch(`${sandboxUrl}/inboxes/${inbox}/${path}`)).json();
  const { items } = (await get(`messages?limit=1000`)) as { items: { message_id: string; was_accepted: boolean }[] };
  const { published_twice: twice } = (await get('summary')) as { published_twice: number };
  return { ids: items.filter((item) => item.was_accepted).map((item) => item.message_id), twice };
}

async function inboxes(...names: string[]): Promise<{ ids: string[]; twice: number }> {
  const each = await Promise.all(names.map(inboxOf));
  return { ids: each.flatMap(({ ids }) => ids), twice: each.reduce((sum, { twice }) => sum + twice, 0) };
}

async function postsOf(campaign_id: string, status?: PostStatus): Promise<ScheduledPost[]> {
  const posts: ScheduledPost[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await acme.call(ListScheduledPosts, { campaign_id, status, limit: 100, cursor });
    posts.push(...page.items);
    if (!page.next_cursor) return posts;
    cursor = page.next_cursor;
  }
}

let instant = Date.now() + HOUR_MS;

/** Schedules posts of the campaign, each for another instant in an hour. */
async function schedule(campaign_id: string, count: number, platform_account_id: string): Promise<void> {
  const of = { content_id: approved.id, version_id: approved.version_id, platform_account_id, campaign_id };
  for (let from = 0; from < count; from += 20) {
    const few = Array.from({ length: Math.min(20, count - from) }, () => new Date(++instant).toISOString());
    await Promise.all(few.map((scheduled_time) => acme.call(SchedulePost, { ...of, scheduled_time })));
  }
}

/** As if the hour had passed: a test that waited for it would depend on how busy the machine is. */
const passAnHour = (campaignId: string) =>
  stack.query(
    `UPDATE scheduling.scheduled_posts SET scheduled_time = scheduled_time - interval '65 minutes',
            next_attempt_at = CASE WHEN status = 'pending' THEN now() END WHERE campaign_id = $1`,
    [campaignId],
  );

describe('a campaign that is paused while 500 of its posts are leaving', { timeout: TEST_MS }, () => {
  const NAMES = ['steady-0', 'steady-1', 'slow', 'broken'];
  let campaignId: string;
  let told: MovedPosts;

  it('answers with what has stopped, what has left, and what is on its way', async () => {
    campaignId = (await acme.call(CreateCampaign, { name: 'Spring' })).id;
    const accounts = await Promise.all(NAMES.map(connect));
    await put('slow/faults', [{ kind: 'delay', times: POSTS, delay_ms: 300 }]);
    await put('broken/faults', [{ kind: 'hang-up', times: POSTS }]);
    await Promise.all(accounts.map(({ id }) => schedule(campaignId, POSTS / NAMES.length, id)));
    await passAnHour(campaignId);
    expect(await acme.call(StartCampaign, { campaign_id: campaignId })).toMatchObject({ status: 'active', posts: { freed: POSTS } });
    await eventually(async () => expect((await inboxes(...NAMES)).ids.length).toBeGreaterThan(POSTS / 10), PATIENCE);
    const { status, posts } = await acme.call(PauseCampaign, { campaign_id: campaignId });
    told = posts as MovedPosts;
    process.stdout.write(`paused: ${JSON.stringify(told)}\n`);
    expect({ status, all: told.stopped + told.leaving + told.left }).toEqual({ status: 'paused', all: POSTS });
    expect(Math.min(told.stopped, told.leaving, told.left)).toBeGreaterThan(0);
  });

  it('has sent what it says has left, and nothing of what it says has stopped', async () => {
    await Promise.all(['slow', 'broken'].map((inbox) => put(`${inbox}/faults`, [])));
    // What was on its way is settled: it arrived, or waits with the others.
    await eventually(async () => expect(await countOf(campaignId, 'published', 'paused')).toBe(POSTS), PATIENCE);
    const [published, paused] = [await postsOf(campaignId, 'published'), await postsOf(campaignId, 'paused')];
    process.stdout.write(`settled: ${published.length} left, ${paused.length} wait\n`);
    expect(published.length).toBeGreaterThanOrEqual(told.left);
    expect(paused.length).toBeGreaterThanOrEqual(told.stopped);
    const { ids, twice } = await inboxes(...NAMES);
    expect(ids.toSorted()).toEqual(published.map(({ id }) => id).toSorted());
    expect(twice).toBe(0);
  });

  it('sends the rest once it is resumed, and nothing twice', async () => {
    const waiting = (await postsOf(campaignId, 'paused')).length;
    const { posts } = await acme.call(ResumeCampaign, { campaign_id: campaignId });
    expect(posts).toMatchObject({ freed: waiting, missed: 0, cancelled: 0 });
    await eventually(async () => expect(await countOf(campaignId, 'published')).toBe(POSTS), PATIENCE);
    const { ids, twice } = await inboxes(...NAMES);
    expect({ sent: new Set(ids).size, twice }).toEqual({ sent: POSTS, twice: 0 });
  });
});

describe('a campaign that is paused while scheduling dies', { timeout: TEST_MS }, () => {
  const COUNT = 40;

  it('is paused all the same, and its posts follow as soon as scheduling is back', async () => {
    const { id: campaign_id } = await acme.call(CreateCampaign, { name: 'Autumn' });
    await schedule(campaign_id, COUNT, (await connect('dying')).id);
    await acme.call(StartCampaign, { campaign_id });
    const answer = await whileHeldUp(campaign_id, async () => {
      const pausing = acme.call(PauseCampaign, { campaign_id }, { deadlineMs: Date.now() + 5_000 });
      await eventually(async () => expect(await waitingMoves()).toBeGreaterThan(0));
      await scheduling[Symbol.asyncDispose]();
      return pausing;
    });
    expect(answer).toMatchObject({ status: 'paused', posts: null });
    expect([await countOf(campaign_id, 'paused'), await holdOf(campaign_id)]).toEqual([0, { hold: 'free' }]);
    await askAgainSoon();
    await startScheduling();
    await eventually(async () => expect(await countOf(campaign_id, 'paused')).toBe(COUNT), PATIENCE);
    expect(await holdOf(campaign_id)).toEqual({ hold: 'held' });
    await passAnHour(campaign_id);
    await acme.call(ResumeCampaign, { campaign_id });
    await eventually(async () => expect(await countOf(campaign_id, 'published')).toBe(COUNT), PATIENCE);
    const { ids, twice } = await inboxOf('dying');
    expect({ sent: new Set(ids).size, twice }).toEqual({ sent: COUNT, twice: 0 });
  });
});

/** The event that the dead process had in hand comes again after half a minute; here sooner. */
async function askAgainSoon(): Promise<void> {
  const manager = await jetstreamManager(stack.nats);
  await manager.consumers.update('EVT_CAMPAIGNS', 'scheduling_EVT_CAMPAIGNS', { ack_wait: nanos(2_000) });
}

/** Does this while scheduling cannot move the posts of the campaign, having been asked to. */
async function whileHeldUp<T>(campaignId: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client(stack.postgresUrl);
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT 1 FROM scheduling.campaign_states WHERE campaign_id = $1 FOR UPDATE', [campaignId]);
    return await work();
  } finally {
    await client.end();
  }
}

async function waitingMoves(): Promise<number> {
  const text = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%campaign_states%'`;
  return (await stack.query(text)).length;
}

async function countOf(campaignId: string, ...statuses: PostStatus[]): Promise<number> {
  const text = 'SELECT 1 FROM scheduling.scheduled_posts WHERE campaign_id = $1 AND status = ANY ($2)';
  return (await stack.query(text, [campaignId, statuses])).length;
}

async function holdOf(campaignId: string): Promise<unknown> {
  return (await stack.query('SELECT hold FROM scheduling.campaign_states WHERE campaign_id = $1', [campaignId]))[0];
}
