import {
  type CallOf,
  CancelScheduledPost,
  GetScheduledPost,
  ListScheduledPosts,
  MoveCampaignPosts,
  type MovedPosts,
  type ScheduledPost,
} from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { eventually } from '@smartcontent/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { useScheduling } from './fixture.js';

const HOUR_MS = 3_600_000;
/** In as many statements as it takes. */
const MANY = 2_500;
const fixture = useScheduling();

const get = (post: ScheduledPost) => fixture.caller.call(GetScheduledPost, { post_id: post.id });
const becomes = (post: ScheduledPost, expected: object) =>
  eventually(async () => expect(await get(post)).toMatchObject(expected), { timeoutMs: 25_000 });

const postIn = (campaignId: string, inMs = HOUR_MS) => fixture.schedule(inMs, fixture.content.add(), fixture.account, campaignId);

async function move(input: CallOf<typeof MoveCampaignPosts>): Promise<MovedPosts> {
  const context = await fixture.stack.actorTokens('campaigns').serviceContext(fixture.caller.companyId, 'test');
  return fixture.caller.call(MoveCampaignPosts, input, context);
}

/** As if their instants had come while they wait. */
const makeOverdue = (posts: readonly ScheduledPost[], by = '1 minute') =>
  fixture.stack.query(
    `UPDATE scheduling.scheduled_posts SET scheduled_time = now() - $2::interval,
            next_attempt_at = CASE WHEN status = 'pending' THEN now() - $2::interval END WHERE id = ANY ($1)`,
    [posts.map((post) => post.id), by],
  );

const stopsOf = (campaignId: string) =>
  fixture.stack.query<{ aggregate_id: string; aggregate_version: string; data: Record<string, unknown> }>(
    `SELECT aggregate_id, aggregate_version, data FROM scheduling.outbox
      WHERE subject = 'evt.scheduling.post.stopped.v1' AND data->>'campaign_id' = $1 ORDER BY id`,
    [campaignId],
  );

describe('a post of a campaign', () => {
  it('leaves while that is active, waits while it is a draft or paused, and says whose it is', async () => {
    const active = fixture.campaigns.set({ status: 'active' });
    expect(await postIn(active.campaign_id)).toMatchObject({ status: 'pending', campaign_id: active.campaign_id });
    for (const status of ['draft', 'paused'] as const) {
      const post = await postIn(fixture.campaigns.set({ status }).campaign_id);
      expect(post).toMatchObject({ status: 'paused', revision: 1 });
      const [told] = await fixture.stack.query<{ data: unknown }>('SELECT data FROM scheduling.outbox WHERE aggregate_id = $1', [post.id]);
      expect(told?.data).toMatchObject({ campaign_id: post.campaign_id });
    }
  });

  it('is refused where there is no such campaign, it is over, or ends before', async () => {
    await expect(postIn(newId())).rejects.toMatchObject({ code: 'CAMPAIGNS_CAMPAIGN_NOT_FOUND' });
    for (const status of ['completed', 'cancelled'] as const) {
      await expect(postIn(fixture.campaigns.set({ status }).campaign_id)).rejects.toMatchObject({ code: 'SCHEDULING_CAMPAIGN_ENDED' });
    }
    const ends_at = new Date(Date.now() + HOUR_MS).toISOString();
    const ending = fixture.campaigns.set({ ends_at }).campaign_id;
    await expect(postIn(ending, 2 * HOUR_MS)).rejects.toMatchObject({ code: 'SCHEDULING_TIME_AFTER_CAMPAIGN', data: { ends_at } });
    expect(await postIn(ending, HOUR_MS / 2)).toMatchObject({ status: 'pending' });
  });

  it('waits although campaigns answered before it was paused', async () => {
    const { campaign_id } = fixture.campaigns.set({ revision: 2 });
    fixture.campaigns.beforeAnswer = async () => {
      fixture.campaigns.beforeAnswer = async () => undefined;
      await move({ campaign_id, campaign_revision: 3, to: 'held' });
    };
    expect(await postIn(campaign_id)).toMatchObject({ status: 'paused' });
  });

  it('is found by its campaign', async () => {
    const { campaign_id } = fixture.campaigns.set();
    const [first, second] = [await postIn(campaign_id), await postIn(campaign_id, 2 * HOUR_MS)];
    const { items } = await fixture.caller.call(ListScheduledPosts, { campaign_id });
    expect(items.map((post) => post.id)).toEqual([first.id, second.id]);
  });
});

describe('the posts of a campaign that is moved', () => {
  it('wait from its pause to its resumption, and then leave once', async () => {
    const { campaign_id } = fixture.campaigns.set({ revision: 2 });
    const posts = await Promise.all([1, 2, 3].map(() => postIn(campaign_id)));
    const bystander = await postIn(fixture.campaigns.set().campaign_id);
    const held = await move({ campaign_id, campaign_revision: 3, to: 'held' });
    expect(held).toEqual({ stopped: 3, leaving: 0, left: 0, freed: 0, cancelled: 0, missed: 0 });
    await makeOverdue(posts);
    expect((await get(bystander)).status).toBe('pending');
    for (const post of posts) expect(await get(post)).toMatchObject({ status: 'paused', revision: 1, attempts: [] });
    const free = { campaign_id, campaign_revision: 4, to: 'free' } as const;
    expect(await move(free)).toMatchObject({ stopped: 0, freed: 3, missed: 0 });
    for (const post of posts) await becomes(post, { status: 'published' });
    for (const post of posts) expect(fixture.platform.takenOf(post.id)).toHaveLength(1);
    expect(await move(free)).toMatchObject({ freed: 3, left: 3 });
  });

  it('are cancelled when freed too late where that is wished, and never sent more than six hours late', async () => {
    const { campaign_id } = fixture.campaigns.set({ status: 'paused' });
    const [late, early] = [await postIn(campaign_id), await postIn(campaign_id)];
    await makeOverdue([late]);
    const cancelled = await move({ campaign_id, campaign_revision: 3, to: 'free', overdue: 'cancel' });
    expect(cancelled).toMatchObject({ freed: 1, cancelled: 1, missed: 0 });
    expect(await get(late)).toMatchObject({ status: 'cancelled', error_code: 'CAMPAIGN_OVERDUE', revision: 2 });
    expect(await get(early)).toMatchObject({ status: 'pending' });
    await move({ campaign_id, campaign_revision: 4, to: 'held' });
    await makeOverdue([early], '7 hours');
    expect(await move({ campaign_id, campaign_revision: 5, to: 'free' })).toMatchObject({ freed: 0, missed: 1 });
    expect(await get(early)).toMatchObject({ status: 'missed', error_code: 'WINDOW_MISSED', revision: 2 });
    expect((await stopsOf(campaign_id)).map(({ data }) => data.status)).toEqual(['cancelled', 'missed']);
  });

  it('stay where they are at the word of a revision that was overtaken', async () => {
    const { campaign_id } = fixture.campaigns.set({ revision: 2 });
    const post = await postIn(campaign_id);
    await move({ campaign_id, campaign_revision: 4, to: 'free' });
    expect(await move({ campaign_id, campaign_revision: 3, to: 'held' })).toMatchObject({ stopped: 0 });
    expect((await get(post)).status).toBe('pending');
  });

  it('stand where its last step wants them, however often and in whatever order the steps are told', async () => {
    const account = await fixture.connect(fixture.caller);
    const paths = fc.record({
      pauses: fc.integer({ min: 0, max: 2 }),
      isPausedLast: fc.boolean(),
      isEnded: fc.boolean(),
      /** One key for each that is told. */
      order: fc.array(fc.nat(), { minLength: 10, maxLength: 10 }),
      toldTwice: fc.nat(),
      readAt: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(paths, async ({ pauses, isPausedLast, isEnded, order, toldTwice, readAt }) => {
        const { campaign_id } = fixture.campaigns.set({ status: 'draft', revision: 1 });
        const first = await fixture.schedule(HOUR_MS, fixture.content.add(), account, campaign_id);
        const holds = [
          ...Array.from({ length: pauses }, () => ['free', 'held'] as const).flat(),
          ...(isPausedLast ? [] : (['free'] as const)),
        ];
        const steps = [...holds, ...(isEnded ? (['ended'] as const) : [])].map((to, index) => ({ to, campaign_revision: index + 2 }));
        const keyed = [...steps, ...steps.slice(0, 1 + (toldTwice % 3))].map((step, index) => ({ step, key: order[index] as number }));
        const told = keyed.toSorted((a, b) => a.key - b.key).map(({ step }) => step);
        const last = steps.at(-1) ?? { to: 'held', campaign_revision: 1 };
        // The last one is of a change that is no step.
        const read = [...steps, { ...last, campaign_revision: last.campaign_revision + 1 }][readAt % (steps.length + 1)] ?? last;
        if (read.to !== 'ended')
          fixture.campaigns.set({ campaign_id, status: read.to === 'free' ? 'active' : 'paused', revision: read.campaign_revision });
        const added = await fixture.schedule(HOUR_MS, fixture.content.add(), account, campaign_id).catch(() => null);
        for (const step of told) await move({ campaign_id, ...step });
        const wanted = { held: 'paused', free: 'pending', ended: 'cancelled' }[last.to];
        for (const post of [first, ...(added ? [added] : [])]) expect((await get(post)).status).toBe(wanted);
      }),
      { numRuns: 25 },
    );
  });

  it('are held also where a later revision that still holds them was heard of first', async () => {
    const { campaign_id } = fixture.campaigns.set({ revision: 2 });
    const post = await postIn(campaign_id);
    fixture.campaigns.set({ campaign_id, status: 'paused', revision: 4 });
    await postIn(campaign_id);
    expect(await move({ campaign_id, campaign_revision: 3, to: 'held' })).toMatchObject({ stopped: 2 });
    expect((await get(post)).status).toBe('paused');
  });

  it('end as held ones where a call that was under way may be tried again', async () => {
    const { campaign_id } = fixture.campaigns.set({ revision: 2 });
    const post = await postIn(campaign_id);
    fixture.platform.next = ['wait-late'];
    await makeOverdue([post]);
    await eventually(() => expect(fixture.platform.held).toHaveLength(1));
    expect(await move({ campaign_id, campaign_revision: 3, to: 'held' })).toMatchObject({ stopped: 0, leaving: 1 });
    fixture.platform.held.shift()?.();
    await becomes(post, { status: 'paused', revision: 1, error_code: 'RETRYING', attempts: [{ outcome: 'failed' }] });
    await move({ campaign_id, campaign_revision: 4, to: 'free' });
    await becomes(post, { status: 'published' });
    expect(fixture.platform.takenOf(post.id)).toHaveLength(1);
  });

  it('wait for their next try as long as they would have, however often they are held meanwhile', async () => {
    const { campaign_id } = fixture.campaigns.set({ revision: 2 });
    const post = await postIn(campaign_id);
    fixture.platform.next = ['ask-to-wait-long'];
    await makeOverdue([post]);
    await becomes(post, { status: 'pending', error_code: 'RETRYING' });
    const due = await nextTryOf(post);
    expect(Date.parse(due ?? '')).toBeGreaterThan(Date.now() + 500_000);
    for (const campaign_revision of [3, 5]) {
      await move({ campaign_id, campaign_revision, to: 'held' });
      expect(await nextTryOf(post)).toBeNull();
      await move({ campaign_id, campaign_revision: campaign_revision + 1, to: 'free' });
      expect(await nextTryOf(post)).toBe(due);
    }
    await move({ campaign_id, campaign_revision: 7, to: 'held' });
    await fixture.caller.call(CancelScheduledPost, { post_id: post.id });
    expect(await get(post)).toMatchObject({ status: 'cancelled' });
  });

  it('end with it where a call that was under way may be tried again', async () => {
    const { campaign_id } = fixture.campaigns.set({ revision: 2 });
    const post = await postIn(campaign_id);
    fixture.platform.next = ['wait-late'];
    await makeOverdue([post]);
    await eventually(() => expect(fixture.platform.held).toHaveLength(1));
    expect(await move({ campaign_id, campaign_revision: 3, to: 'ended' })).toMatchObject({ cancelled: 0, leaving: 1 });
    fixture.platform.held.shift()?.();
    await becomes(post, { status: 'cancelled', revision: 2, error_code: 'CAMPAIGN_ENDED' });
    expect(await stopsOf(campaign_id)).toHaveLength(1);
  });

  it('are each settled one way while a dispatcher takes them, and the answer says which', async () => {
    const { campaign_id } = fixture.campaigns.set({ revision: 2 });
    const posts = await Promise.all(Array.from({ length: 60 }, () => postIn(campaign_id)));
    const before = fixture.platform.taken.length;
    await makeOverdue(posts);
    await eventually(() => expect(fixture.platform.taken.length).toBeGreaterThan(before));
    const held = await move({ campaign_id, campaign_revision: 3, to: 'held' });
    expect(held.stopped + held.leaving + held.left).toBe(60);
    await eventually(async () => expect(await statuses(campaign_id)).toEqual({ paused: held.stopped, published: 60 - held.stopped }));
    const sent = posts.filter((post) => fixture.platform.takenOf(post.id).length === 1);
    expect(sent).toHaveLength(held.leaving + held.left);
  });

  it('are ended, however many they are, each with its event and its line in the audit', async () => {
    const { campaign_id } = fixture.campaigns.set({ revision: 2 });
    const post = await postIn(campaign_id);
    await multiply(post, MANY - 1);
    expect(await move({ campaign_id, campaign_revision: 3, to: 'held' })).toMatchObject({ stopped: MANY });
    expect(await move({ campaign_id, campaign_revision: 4, to: 'ended' })).toMatchObject({ stopped: 0, cancelled: MANY });
    expect(await statuses(campaign_id)).toEqual({ cancelled: MANY });
    const told = await stopsOf(campaign_id);
    expect(new Set(told.map((event) => event.aggregate_id)).size).toBe(MANY);
    expect(told[0]).toMatchObject({ aggregate_version: '2', data: { status: 'cancelled', error_code: 'CAMPAIGN_ENDED' } });
  });
});

async function nextTryOf(post: ScheduledPost): Promise<string | null> {
  const text = 'SELECT to_json(next_attempt_at)::text AS at FROM scheduling.scheduled_posts WHERE id = $1';
  const [row] = await fixture.stack.query<{ at: string | null }>(text, [post.id]);
  return row?.at && JSON.parse(row.at);
}

async function statuses(campaignId: string): Promise<Record<string, number>> {
  const text = 'SELECT status, count(*)::int AS posts FROM scheduling.scheduled_posts WHERE campaign_id = $1 GROUP BY status';
  const rows = await fixture.stack.query<{ status: string; posts: number }>(text, [campaignId]);
  return Object.fromEntries(rows.map(({ status, posts }) => [status, posts]));
}

/** More posts like this one. */
async function multiply(post: ScheduledPost, times: number): Promise<void> {
  await fixture.stack.query(
    `INSERT INTO scheduling.scheduled_posts (id, company_id, content_id, version_id, version_hash, campaign_id, platform, platform_account_id,
        scheduled_time, created_by, next_attempt_at)
     SELECT uuidv7(), company_id, content_id, uuidv7(), version_hash, campaign_id, platform, platform_account_id, scheduled_time, created_by,
        next_attempt_at FROM scheduling.scheduled_posts, generate_series(1, $2::int) WHERE id = $1`,
    [post.id, times],
  );
}
