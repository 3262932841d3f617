import { ConnectPlatformAccount, GetScheduledPost, type ScheduledPost, type Version } from '@smartcontent/contracts';
import { Metrics } from '@smartcontent/service';
import { eventually } from '@smartcontent/testing';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, it } from 'vitest';
import { readConfig, start } from '../src/app.js';
import { useScheduling } from './fixture.js';

const SOON_MS = 1_500;
const HOUR_MS = 3_600_000;
const fixture = useScheduling();
afterEach(() => {
  fixture.platform.next = [];
});

const get = (post: ScheduledPost) => fixture.caller.call(GetScheduledPost, { post_id: post.id });
const becomes = (post: ScheduledPost, expected: object) =>
  eventually(async () => expect(await get(post)).toMatchObject(expected), { timeoutMs: 25_000 });

/** As if their instant had come: a test that waited for it would depend on how busy the machine is. */
const makeDue = (...posts: ScheduledPost[]) =>
  fixture.stack.query('UPDATE scheduling.scheduled_posts SET scheduled_time = now(), next_attempt_at = now() WHERE id = ANY ($1)', [
    posts.map((post) => post.id),
  ]);

async function scheduleDue(version?: Version, account?: { readonly id: string }): Promise<ScheduledPost> {
  const post = await fixture.schedule(HOUR_MS, version, account);
  await makeDue(post);
  return post;
}

describe('the dispatcher', () => {
  it('publishes once, on time, signed, with exactly the approved words', async () => {
    const version = fixture.content.add({ title: 'Signed', content_text: 'Wörter 🎈' });
    const post = await fixture.schedule(SOON_MS, version);
    await becomes(post, {
      status: 'published',
      platform_post_id: `there-${post.id}`,
      attempts: [{ number: 1, outcome: 'published', status_code: 200 }],
    });
    const [received, ...more] = fixture.platform.takenOf(post.id);
    expect(more).toEqual([]);
    const payload = new Webhook(fixture.account.signing_secret).verify(received?.body ?? '', received?.headers ?? {});
    expect(payload).toMatchObject({ data: { title: 'Signed', content_text: 'Wörter 🎈', version_id: version.id } });
    const after = await get(post);
    expect(Date.parse(after.published_at as string)).toBeGreaterThanOrEqual(Date.parse(post.scheduled_time));
  });

  it('opens the secret that it signs with before the eyes of the audit', async () => {
    const post = await scheduleDue();
    await becomes(post, { status: 'published' });
    const reads = (await fixture.stack.audited('scheduling', fixture.caller.companyId)).filter(({ operation }) => operation === 'read');
    expect(reads.filter(({ new_values }) => new_values?.post_id === post.id)).toMatchObject([
      { table_name: 'platform_accounts', actor: 'service:scheduling', new_values: { id: fixture.account.id } },
    ]);
  });

  it('does all that belongs to a post under the id of the post', async () => {
    const post = await scheduleDue();
    await becomes(post, { status: 'published' });
    expect(fixture.content.lastHeaders.get('sc-correlation-id')).toBe(post.id);
    const told = await fixture.stack.query(
      `SELECT headers->>'correlationid' AS id FROM scheduling.outbox WHERE aggregate_id = $1 AND aggregate_version > 1`,
      [post.id],
    );
    expect(told).toEqual([{ id: post.id }]);
    const audited = await fixture.stack.query(`SELECT operation FROM scheduling.audit_log WHERE correlation_id = $1`, [post.id]);
    expect(audited).toContainEqual({ operation: 'update' });
  });

  it('publishes once although several dispatchers run', async () => {
    const others = await Promise.all([1, 2].map(() => start(readConfig(fixture.env))));
    try {
      const posts = await Promise.all(Array.from({ length: 30 }, () => fixture.schedule(HOUR_MS)));
      await makeDue(...posts);
      for (const post of posts) await becomes(post, { status: 'published' });
      for (const post of posts) expect(fixture.platform.takenOf(post.id)).toHaveLength(1);
    } finally {
      for (const other of others) await other[Symbol.asyncDispose]();
    }
  });

  it('refuses to publish what is no longer what was approved', async () => {
    const version = fixture.content.add();
    const post = await fixture.schedule(HOUR_MS, version);
    fixture.content.replace({ ...version, content_text: 'Something nobody approved.' });
    await makeDue(post);
    await becomes(post, { status: 'failed', error_message: 'SCHEDULING_VERSION_NOT_APPROVED' });
    expect(fixture.platform.takenOf(post.id)).toEqual([]);
  });

  it('looks a post up when the answer was lost, and does not send it again', async () => {
    fixture.platform.next = ['lose-answer'];
    const post = await scheduleDue();
    await becomes(post, { status: 'published', attempts: [{ outcome: 'unknown' }] });
    expect(fixture.platform.takenOf(post.id)).toHaveLength(1);
  });

  it('looks a post up after a server error that kept it, and does not send it again', async () => {
    fixture.platform.next = ['fail-after'];
    const post = await scheduleDue();
    await becomes(post, { status: 'published' });
    expect(fixture.platform.takenOf(post.id)).toHaveLength(1);
  });

  it('sends again once the platform says that it has nothing', async () => {
    fixture.platform.next = ['hang-up'];
    const post = await scheduleDue();
    await becomes(post, { status: 'published', retry_count: 1, attempts: [{ outcome: 'unknown' }, { outcome: 'published' }] });
    expect(fixture.platform.takenOf(post.id)).toHaveLength(1);
  });

  it('tries again, later, when the platform asks it to wait', async () => {
    fixture.platform.next = ['ask-to-wait'];
    const post = await scheduleDue();
    await becomes(post, { status: 'published', attempts: [{ outcome: 'failed', status_code: 429 }, { outcome: 'published' }] });
  });

  it('gives up at once when the platform refuses the post as it is', async () => {
    fixture.platform.next = ['refuse'];
    const post = await scheduleDue();
    await becomes(post, { status: 'failed', error_code: 'PLATFORM_REFUSED', attempts: [{ outcome: 'failed', status_code: 400 }] });
  });

  it('leaves an unknown outcome to a person where the platform cannot be asked, and never sends it again', async () => {
    const blind = await fixture.connect(fixture.caller, {});
    fixture.platform.next = ['lose-answer'];
    const post = await scheduleDue(fixture.content.add(), blind);
    await becomes(post, { status: 'unknown', revision: 2, error_code: 'OUTCOME_UNKNOWN' });
    expect(fixture.platform.takenOf(post.id)).toHaveLength(1);
  });

  it('looks up what a dispatcher left behind that died during the call', async () => {
    const post = await fixture.schedule(HOUR_MS);
    await fixture.stack.query(
      `WITH attempt AS (INSERT INTO scheduling.post_attempts (id, company_id, post_id, number) VALUES (uuidv7(), $2, $1, 1))
       UPDATE scheduling.scheduled_posts SET status = 'publishing', next_attempt_at = NULL, lease_token = uuidv7(), lease_expires_at = now()
        WHERE id = $1`,
      [post.id, fixture.caller.companyId],
    );
    const lookUps = fixture.platform.lookUps;
    await becomes(post, { status: 'published', attempts: [{ outcome: 'unknown' }, { outcome: 'published' }] });
    expect(fixture.platform.lookUps).toBeGreaterThan(lookUps);
    expect(fixture.platform.takenOf(post.id)).toHaveLength(1);
  });

  it('books an answer that comes after its lease on the call that it answers, not on the one that followed', async () => {
    fixture.platform.next = ['refuse-late', 'refuse-late'];
    const post = await scheduleDue();
    await eventually(() => expect(fixture.platform.held).toHaveLength(1));
    // As if the process had been stopped during the call: another round looks the post up, finds nothing and sends it again.
    await fixture.stack.query('UPDATE scheduling.scheduled_posts SET lease_expires_at = now() WHERE id = $1', [post.id]);
    await eventually(() => expect(fixture.platform.held).toHaveLength(2), { timeoutMs: 10_000 });
    fixture.platform.held[0]?.();
    await becomes(post, { status: 'publishing', attempts: [{ outcome: 'failed', status_code: 400 }, { outcome: null }] });
    fixture.platform.held[1]?.();
    await becomes(post, { status: 'failed', attempts: [{ number: 1 }, { number: 2, outcome: 'failed', status_code: 400 }] });
  });

  it('keeps what the platform said although Postgres goes away during the call', async () => {
    const blind = await fixture.connect(fixture.caller, {});
    const [{ name }] = (await fixture.stack.query<{ name: string }>('SELECT current_database() AS name')) as [{ name: string }];
    fixture.platform.onTaken = async () => {
      fixture.platform.onTaken = async () => undefined;
      await fixture.stack.query(`ALTER DATABASE "${name}" CONNECTION LIMIT 0`);
      await fixture.stack.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename LIKE 'scheduling%'`,
      );
    };
    const post = await scheduleDue(fixture.content.add(), blind);
    await eventually(() => expect(fixture.platform.takenOf(post.id)).toHaveLength(1));
    await eventually(async () => expect(await fixture.service.get(Metrics).text()).toMatch(/scheduling_rounds_failed_total [2-9]/));
    await fixture.stack.query(`ALTER DATABASE "${name}" CONNECTION LIMIT -1`);
    await becomes(post, { status: 'published', attempts: [{ outcome: 'published' }] });
  });

  it('does not take a post for sent whose account cannot be opened', async () => {
    const account = await fixture.connect(fixture.caller);
    const sealedElsewhere = `jsonb_set(sealed_secret, '{key_id}', '"another"')`;
    await fixture.stack.query(`UPDATE scheduling.platform_accounts SET sealed_secret = ${sealedElsewhere} WHERE id = $1`, [account.id]);
    const lookUps = fixture.platform.lookUps;
    const post = await scheduleDue(fixture.content.add(), account);
    await becomes(post, { status: 'pending', error_code: 'RETRYING', attempts: [{ outcome: 'failed' }] });
    expect(fixture.platform.lookUps).toBe(lookUps);
  });

  it('sends what is due although a platform answers no look-up', async () => {
    const posts = await Promise.all(Array.from({ length: 20 }, () => fixture.schedule(HOUR_MS)));
    fixture.platform.isMute = true;
    const ids = posts.map((post) => post.id);
    const unknown = `UPDATE scheduling.scheduled_posts SET status = 'unknown', next_attempt_at = now() WHERE id = ANY ($1)`;
    await fixture.stack.query(unknown, [ids]);
    const lookUps = fixture.platform.lookUps;
    await eventually(() => expect(fixture.platform.lookUps).toBeGreaterThan(lookUps));
    const due = await scheduleDue();
    await eventually(async () => expect(await get(due)).toMatchObject({ status: 'published' }), { timeoutMs: 5_000 });
    await fixture.stack.query(`UPDATE scheduling.scheduled_posts SET next_attempt_at = NULL WHERE id = ANY ($1)`, [ids]);
    fixture.platform.unmute();
  });

  it('sends what is due although another receiver hangs', async () => {
    const settings = { url: fixture.platform.silentUrl };
    const slow = await fixture.caller.call(ConnectPlatformAccount, { platform: 'webhook', name: 'slow', settings });
    const stuck = await Promise.all(Array.from({ length: 20 }, () => fixture.schedule(HOUR_MS, fixture.content.add(), slow)));
    const ids = stuck.map((post) => post.id);
    await fixture.stack.query('UPDATE scheduling.scheduled_posts SET next_attempt_at = now() WHERE id = ANY ($1)', [ids]);
    await eventually(() => expect(fixture.platform.unheard).toBeGreaterThan(0));
    const due = await scheduleDue();
    await eventually(async () => expect(await get(due)).toMatchObject({ status: 'published' }), { timeoutMs: 5_000 });
    await fixture.stack.query(`UPDATE scheduling.scheduled_posts SET next_attempt_at = NULL WHERE id = ANY ($1)`, [ids]);
    fixture.platform.unmute();
  });

  it('leaves an unknown outcome to a person when its account was disconnected meanwhile', async () => {
    const account = await fixture.connect(fixture.caller);
    const post = await fixture.schedule(HOUR_MS, fixture.content.add(), account);
    await fixture.stack.query(
      `WITH gone AS (UPDATE scheduling.platform_accounts SET status = 'disconnected', sealed_secret = NULL WHERE id = $2)
       UPDATE scheduling.scheduled_posts SET status = 'unknown', next_attempt_at = now() WHERE id = $1`,
      [post.id, account.id],
    );
    await becomes(post, { status: 'unknown', revision: 2, error_code: 'OUTCOME_UNKNOWN' });
  });

  it('marks as missed what nobody tried within six hours', async () => {
    const post = await fixture.schedule(HOUR_MS);
    await fixture.stack.query(`UPDATE scheduling.scheduled_posts SET next_attempt_at = now() - interval '7 hours' WHERE id = $1`, [
      post.id,
    ]);
    await becomes(post, { status: 'missed', revision: 2, error_code: 'WINDOW_MISSED' });
    const audited = await fixture.stack.query('SELECT actor FROM scheduling.audit_log WHERE correlation_id = $1', [post.id]);
    expect(audited).toEqual([{ actor: 'service:scheduling' }]);
    expect(fixture.platform.takenOf(post.id)).toEqual([]);
  });
});
