import {
  CancelScheduledPost,
  DisconnectPlatformAccount,
  FindNearDuplicates,
  GetScheduledPost,
  ListPlatformAccounts,
  ListScheduledPosts,
  SchedulePost,
} from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { eventually } from '@smartcontent/testing';
import { DataSource } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { useScheduling } from './fixture.js';

const HOUR_MS = 3_600_000;
const fixture = useScheduling();

describe('scheduling a post', () => {
  it('takes an approved version and tells of it', async () => {
    const post = await fixture.schedule(HOUR_MS);
    expect(post).toMatchObject({ status: 'pending', revision: 1, platform: 'webhook', retry_count: 0 });
    const [event] = await fixture.stack.query('SELECT subject, aggregate_version FROM scheduling.outbox WHERE aggregate_id = $1', [
      post.id,
    ]);
    expect(event).toMatchObject({ subject: 'evt.scheduling.post.scheduled.v1', aggregate_version: expect.anything() });
  });

  it('warns of other contents that say nearly the same, and goes ahead where the index is away', async () => {
    const found = [{ content_id: newId(), title: 'The beta is here', similarity: 0.91 }];
    const version = fixture.content.add({ content_text: 'The beta of our new editor is near, and everybody may try it from Monday on.' });
    const asked: unknown[] = [];
    const index = fixture.stack.nats.subscribe(FindNearDuplicates.subject, {
      callback: (_error, message) => {
        const { data, id } = JSON.parse(message.string()) as { data: { except_content_id: string }; id: string };
        asked.push(data.except_content_id);
        message.respond(JSON.stringify({ response: { items: found }, isDisposed: true, id }));
      },
    });
    expect(await fixture.schedule(HOUR_MS, version)).toMatchObject({ status: 'pending', near_duplicates: found });
    expect(asked).toEqual([version.content_id]);
    index.unsubscribe();
    expect(await fixture.schedule(2 * HOUR_MS, version)).toMatchObject({ status: 'pending', near_duplicates: null });
  });

  it('refuses the past', async () => {
    await expect(fixture.schedule(-1)).rejects.toMatchObject({ code: 'SCHEDULING_TIME_PAST' });
  });

  it('refuses a version that nobody approved, or whose words are not those of its hash', async () => {
    const draft = fixture.content.add({ approved_at: null, approved_by: null });
    await expect(fixture.schedule(HOUR_MS, draft)).rejects.toMatchObject({ code: 'SCHEDULING_VERSION_NOT_APPROVED' });
    const forged = fixture.content.add({ hash: 'f'.repeat(64) });
    await expect(fixture.schedule(HOUR_MS, forged)).rejects.toMatchObject({ code: 'SCHEDULING_VERSION_NOT_APPROVED' });
  });

  it('asks content under the correlation id, trace and deadline of the request', async () => {
    const version = fixture.content.add();
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const context = await fixture.caller.context({ traceparent });
    const input = { content_id: version.content_id, version_id: version.id, platform_account_id: fixture.account.id };
    await fixture.caller.call(SchedulePost, { ...input, scheduled_time: new Date(Date.now() + HOUR_MS).toISOString() }, context);
    const headers = fixture.content.lastHeaders;
    expect(headers.get('sc-correlation-id')).toBe(context.correlationId);
    expect(headers.get('traceparent')).toBe(traceparent);
    expect(headers.get('sc-deadline')).toBe(String(context.deadlineMs));
    expect(headers.get('sc-actor')).not.toBe(context.actorToken);
  });

  it('refuses a version that content does not know', async () => {
    const version = fixture.content.add();
    fixture.content.forget(version);
    await expect(fixture.schedule(HOUR_MS, version)).rejects.toMatchObject({ code: 'CONTENT_VERSION_NOT_FOUND' });
  });

  it('refuses the same version for the same account and instant twice', async () => {
    const version = fixture.content.add();
    const input = {
      content_id: version.content_id,
      version_id: version.id,
      platform_account_id: fixture.account.id,
      scheduled_time: new Date(Date.now() + HOUR_MS).toISOString(),
    };
    await fixture.caller.call(SchedulePost, input);
    await expect(fixture.caller.call(SchedulePost, input)).rejects.toMatchObject({ code: 'SCHEDULING_POST_DUPLICATE' });
  });

  it('gives a repeat with the same key its first answer, even when the version is gone by then', async () => {
    const version = fixture.content.add();
    const input = {
      content_id: version.content_id,
      version_id: version.id,
      platform_account_id: fixture.account.id,
      scheduled_time: new Date(Date.now() + HOUR_MS).toISOString(),
    };
    const idempotency = { key: 'schedule-once', requestHash: 'a'.repeat(64), isSecretAnswer: false };
    const first = await fixture.caller.call(SchedulePost, input, { idempotency });
    fixture.content.forget(version);
    expect(await fixture.caller.call(SchedulePost, input, { idempotency })).toEqual(first);
  });

  it('refuses an account of another company, and one that was disconnected', async () => {
    const stranger = await fixture.connect(fixture.stack.caller());
    const version = fixture.content.add();
    const input = { content_id: version.content_id, version_id: version.id, scheduled_time: new Date(Date.now() + HOUR_MS).toISOString() };
    const refusal = fixture.caller.call(SchedulePost, { ...input, platform_account_id: stranger.id });
    await expect(refusal).rejects.toMatchObject({ code: 'SCHEDULING_ACCOUNT_NOT_FOUND' });
    const gone = await fixture.connect(fixture.caller);
    await fixture.caller.call(DisconnectPlatformAccount, { account_id: gone.id });
    const late = fixture.caller.call(SchedulePost, { ...input, platform_account_id: gone.id });
    await expect(late).rejects.toMatchObject({ code: 'SCHEDULING_ACCOUNT_DISCONNECTED' });
  });
});

describe('an account that is disconnected while a post is scheduled on it', () => {
  it('takes no post that the disconnection could not cancel', async () => {
    const account = await fixture.connect(fixture.caller);
    const admin = await new DataSource({ type: 'postgres', url: fixture.stack.postgresUrl }).initialize();
    const disconnection = admin.createQueryRunner();
    try {
      await disconnection.startTransaction();
      await disconnection.query('SELECT 1 FROM scheduling.platform_accounts WHERE id = $1 FOR UPDATE', [account.id]);
      const late = expect(fixture.schedule(HOUR_MS, fixture.content.add(), account)).rejects;
      const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      await eventually(async () => expect(await fixture.stack.query(waiting)).toHaveLength(1));
      await disconnection.query(`UPDATE scheduling.platform_accounts SET status = 'disconnected' WHERE id = $1`, [account.id]);
      await disconnection.commitTransaction();
      await late.toMatchObject({ code: 'SCHEDULING_ACCOUNT_DISCONNECTED' });
    } finally {
      await disconnection.release();
      await admin.destroy();
    }
  });
});

describe('the posts of a company', () => {
  it('are unknown to another company', async () => {
    const post = await fixture.schedule(HOUR_MS);
    const stranger = fixture.stack.caller();
    await expect(stranger.call(GetScheduledPost, { post_id: post.id })).rejects.toMatchObject({ code: 'SCHEDULING_POST_NOT_FOUND' });
    await expect(stranger.call(CancelScheduledPost, { post_id: post.id })).rejects.toMatchObject({ code: 'SCHEDULING_POST_NOT_FOUND' });
    expect((await stranger.call(ListScheduledPosts, {})).items).toEqual([]);
    expect((await stranger.call(ListPlatformAccounts, {})).items).toEqual([]);
  });

  it('are listed page by page, each once, in the order of their instants', async () => {
    const version = fixture.content.add();
    for (const hours of [3, 1, 2]) await fixture.schedule(hours * HOUR_MS, version);
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await fixture.caller.call(ListScheduledPosts, { content_id: version.content_id, limit: 1, cursor });
      seen.push(...page.items.map((post) => post.scheduled_time));
      if (!page.next_cursor) break;
      cursor = page.next_cursor;
    }
    expect(seen).toHaveLength(3);
    expect(seen).toEqual([...seen].sort());
  });

  it('are listed from either end, of several statuses and within a range of instants', async () => {
    const version = fixture.content.add();
    const posts = [];
    for (const hours of [1, 2, 3, 4]) posts.push(await fixture.schedule(hours * HOUR_MS, version));
    const [first, second, third, fourth] = posts.map(({ id }) => id);
    await fixture.caller.call(CancelScheduledPost, { post_id: second as string });
    const idsOf = async (wanted: object) =>
      (await fixture.caller.call(ListScheduledPosts, { content_id: version.content_id, ...wanted })).items.map(({ id }) => id);
    expect(await idsOf({ sort: '-scheduled_time' })).toEqual([fourth, third, second, first]);
    expect(await idsOf({ status: 'pending', sort: '-scheduled_time' })).toEqual([fourth, third, first]);
    expect(await idsOf({ status: ['cancelled', 'pending'] })).toEqual([first, second, third, fourth]);
    const [from, to] = [posts[1]?.scheduled_time, posts[3]?.scheduled_time];
    expect(await idsOf({ scheduled_time_from: from, scheduled_time_to: to })).toEqual([second, third]);
  });

  it('refuse a cursor that another list made', async () => {
    for (let count = 0; count < 2; count++) await fixture.connect(fixture.caller);
    const { next_cursor: cursor } = await fixture.caller.call(ListPlatformAccounts, { limit: 1 });
    const tried = fixture.caller.call(ListScheduledPosts, { cursor: cursor as string });
    await expect(tried).rejects.toMatchObject({ code: 'PLATFORM_CURSOR_INVALID' });
  });
});

describe('cancelling a post', () => {
  it('works once and tells of it', async () => {
    const post = await fixture.schedule(HOUR_MS);
    expect(await fixture.caller.call(CancelScheduledPost, { post_id: post.id })).toMatchObject({ status: 'cancelled', revision: 2 });
    const again = fixture.caller.call(CancelScheduledPost, { post_id: post.id });
    await expect(again).rejects.toMatchObject({ code: 'SCHEDULING_TRANSITION_ILLEGAL', data: { status: 'cancelled' } });
  });

  it('happens to what waits for an account that is disconnected', async () => {
    const version = fixture.content.add();
    const account = await fixture.connect(fixture.caller);
    const post = await fixture.caller.call(SchedulePost, {
      content_id: version.content_id,
      version_id: version.id,
      platform_account_id: account.id,
      scheduled_time: new Date(Date.now() + HOUR_MS).toISOString(),
    });
    await fixture.caller.call(DisconnectPlatformAccount, { account_id: account.id });
    await eventually(async () => {
      const after = await fixture.caller.call(GetScheduledPost, { post_id: post.id });
      expect(after).toMatchObject({ status: 'cancelled', error_code: 'ACCOUNT_DISCONNECTED' });
    });
  });
});

describe('the signing secret', () => {
  it('is sealed in the store and never answered again', async () => {
    const [row] = await fixture.stack.query<{ text: string }>(
      'SELECT row_to_json(account)::text AS text FROM scheduling.platform_accounts account WHERE id = $1',
      [fixture.account.id],
    );
    expect(row?.text).not.toContain(fixture.account.signing_secret.slice('whsec_'.length));
    const { items } = await fixture.caller.call(ListPlatformAccounts, { limit: 100 });
    expect(JSON.stringify(items)).not.toContain('whsec_');
  });
});
