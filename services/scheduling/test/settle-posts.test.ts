import { randomUUID } from 'node:crypto';
import {
  type CallOf,
  entityTag,
  GetScheduledPost,
  type RequestContext,
  type ScheduledPost,
  SchedulePost,
  SettlePost,
} from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { useScheduling } from './fixture.js';

const fixture = useScheduling();
const illegal = { code: 'SCHEDULING_TRANSITION_ILLEGAL' };
const invalid = { code: 'PLATFORM_INPUT_INVALID' };
const HOUR_MS = 3_600_000;
const URL_OF_POST = 'https://social.example/posts/1';
let blind: { readonly id: string };
beforeAll(async () => {
  // A platform that cannot be asked: what it did not answer stays unknown.
  blind = await fixture.connect(fixture.caller, {});
});

const get = (post: { id: string }) => fixture.caller.call(GetScheduledPost, { post_id: post.id });
type Settled = Omit<CallOf<typeof SettlePost>, 'post_id'>;
const settle = (post: { id: string }, told: Settled, context?: Partial<RequestContext>) =>
  fixture.caller.call(SettlePost, { post_id: post.id, ...told }, context);
const eventsOf = (post: { id: string }) =>
  fixture.stack.query<{ subject: string; aggregate_version: string; data: object }>(
    'SELECT subject, aggregate_version, data FROM scheduling.outbox WHERE aggregate_id = $1 ORDER BY id',
    [post.id],
  );

const makeDue = (post: { id: string }) =>
  fixture.stack.query('UPDATE scheduling.scheduled_posts SET next_attempt_at = now() WHERE id = $1', [post.id]);

/** A post that was sent once and whose answer was lost. */
async function unknownPost(): Promise<ScheduledPost> {
  fixture.platform.next = ['lose-answer'];
  const post = await fixture.schedule(HOUR_MS, fixture.content.add(), blind);
  await makeDue(post);
  await eventually(async () => expect(await get(post)).toMatchObject({ status: 'unknown', error_code: 'OUTCOME_UNKNOWN', revision: 2 }), {
    timeoutMs: 15_000,
  });
  return post;
}

describe('a post of unknown outcome', () => {
  it('is not settled by who saw another version of it', async () => {
    const post = await unknownPost();
    const present = entityTag(await get(post)) ?? '';
    const stale = settle(post, { outcome: 'failed' }, { ifMatch: [entityTag(post) ?? ''] });
    await expect(stale).rejects.toMatchObject({ code: 'PLATFORM_PRECONDITION_FAILED', data: { current: [present] } });
    expect(await settle(post, { outcome: 'failed' }, { ifMatch: [present] })).toMatchObject({ status: 'failed' });
  });

  it('is published where somebody saw it on the platform: told, audited, and not sent again', async () => {
    const post = await unknownPost();
    const settled = await settle(post, { outcome: 'published', platform_post_id: URL_OF_POST });
    const { attempts } = await get(post);
    expect(settled).toMatchObject({
      status: 'published',
      platform_post_id: URL_OF_POST,
      error_code: null,
      error_message: null,
      revision: 3,
    });
    expect(settled.published_at).toBe(attempts.at(-1)?.started_at);
    expect((await eventsOf(post)).at(-1)).toMatchObject({
      subject: 'evt.scheduling.post.published.v1',
      aggregate_version: '3',
      data: { platform_post_id: URL_OF_POST, published_at: settled.published_at },
    });
    const audit = await fixture.stack.query(
      `SELECT actor FROM scheduling.audit_log WHERE table_name = 'scheduled_posts' AND actor LIKE 'user:%' ORDER BY id DESC LIMIT 1`,
    );
    expect(audit).toEqual([{ actor: `user:${fixture.caller.userId}` }]);
    expect(fixture.platform.takenOf(post.id)).toHaveLength(1);
    await expect(settle(post, { outcome: 'failed' })).rejects.toMatchObject(illegal);
  });

  it('has failed where somebody looked for it in vain, and may be scheduled again', async () => {
    const post = await unknownPost();
    const note = 'not on our wall';
    expect(await settle(post, { outcome: 'failed', note })).toMatchObject({
      status: 'failed',
      error_code: 'SETTLED_FAILED',
      error_message: note,
      published_at: null,
    });
    expect((await eventsOf(post)).at(-1)).toMatchObject({
      subject: 'evt.scheduling.post.stopped.v1',
      data: { status: 'failed', error_code: 'SETTLED_FAILED' },
    });
    const { content_id, version_id, platform_account_id } = post;
    const scheduled_time = new Date(Date.now() + 2 * HOUR_MS).toISOString();
    const again = await fixture.caller.call(SchedulePost, { content_id, version_id, platform_account_id, scheduled_time });
    await makeDue(again);
    await eventually(async () => expect(await get(again)).toMatchObject({ status: 'published' }), { timeoutMs: 15_000 });
    expect(fixture.platform.takenOf(post.id)).toHaveLength(1);
  });

  it('stays as it was settled although a look-up was under way', async () => {
    const post = await fixture.schedule(HOUR_MS);
    const token = randomUUID();
    await fixture.stack.query(
      `UPDATE scheduling.scheduled_posts SET status = 'unknown', next_attempt_at = now() + interval '1 hour', lease_token = $2,
              lease_expires_at = now() + interval '15 seconds' WHERE id = $1`,
      [post.id, token],
    );
    await settle(post, { outcome: 'failed' });
    const kept = await fixture.stack.query('SELECT status, lease_token, next_attempt_at FROM scheduling.scheduled_posts WHERE id = $1', [
      post.id,
    ]);
    expect(kept).toEqual([{ status: 'failed', lease_token: null, next_attempt_at: null }]);
  });

  it('is settled once by one of two, and again by the same Idempotency-Key', async () => {
    const post = await unknownPost();
    const once = (key: string, told: Settled) => settle(post, told, { idempotency: { key, requestHash: key, isSecretAnswer: false } });
    const tries = [
      () => once('seen', { outcome: 'published', platform_post_id: URL_OF_POST }),
      () => once('missed', { outcome: 'failed' }),
    ];
    const both = await Promise.allSettled(tries.map((attempt) => attempt()));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const again = await Promise.allSettled(tries.map((attempt) => attempt()));
    expect(again.find(({ status }) => status === 'fulfilled')).toEqual(both.find(({ status }) => status === 'fulfilled'));
    expect(again.map(({ status }) => status)).toEqual(both.map(({ status }) => status));
    expect(await eventsOf(post)).toHaveLength(3);
  });
});

describe('what cannot be settled', () => {
  it('is a post that waits or is done, one of another company, and an outcome that says too little or too much', async () => {
    const post = await fixture.schedule(HOUR_MS);
    await expect(settle(post, { outcome: 'failed' })).rejects.toMatchObject({ ...illegal, data: { status: 'pending', step: 'settle' } });
    await expect(settle({ id: randomUUID() }, { outcome: 'failed' })).rejects.toMatchObject({ code: 'SCHEDULING_POST_NOT_FOUND' });
    const stranger = fixture.stack.caller();
    await expect(stranger.call(SettlePost, { post_id: post.id, outcome: 'failed' })).rejects.toMatchObject({
      code: 'SCHEDULING_POST_NOT_FOUND',
    });
    const viewer = fixture.stack.caller({ companyId: fixture.caller.companyId, role: 'viewer' });
    await expect(viewer.call(SettlePost, { post_id: post.id, outcome: 'failed' })).rejects.toMatchObject({
      code: 'PLATFORM_SCOPE_MISSING',
    });
    await expect(settle(post, { outcome: 'published' })).rejects.toMatchObject(invalid);
    await expect(settle(post, { outcome: 'failed', platform_post_id: URL_OF_POST })).rejects.toMatchObject(invalid);
    await expect(settle(post, { outcome: 'published', platform_post_id: URL_OF_POST, note: 'x' })).rejects.toMatchObject(invalid);
  });
});
