import {
  ApproveContent,
  type Content,
  type ContentStatus,
  DeleteContent,
  GetContent,
  PostPublished,
  PostScheduled,
  PostStopped,
  SubmitContent,
  UpdateContent,
} from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { type Caller, deadLetterOf, eventually, playEvent } from '@smartcontent/testing';
import { describe, expect, test } from 'vitest';
import { useContent, write } from './use-content.js';

const content = useContent();
const { stack } = content;
const SOON = '2027-01-05T09:00:00.000000Z';
const LATER = '2027-02-05T09:00:00.000000Z';

async function approved(author: Caller): Promise<Content> {
  const written = await write(author);
  await author.call(SubmitContent, { content_id: written.id });
  await author.call(ApproveContent, { content_id: written.id, version_hash: written.version_hash });
  return author.call(GetContent, { content_id: written.id });
}

/** A post of a content, with the events that scheduling would send about it. */
function postOf({ company_id, id, version_id }: Content, scheduled_time = SOON) {
  const data = { content_id: id, version_id, platform: 'webhook', platform_account_id: newId(), scheduled_time };
  const post = { companyId: company_id, aggregateId: newId() };
  return {
    scheduled: { ...post, data },
    stopped: { ...post, aggregateVersion: 2, data: { ...data, status: 'cancelled' as const, error_code: null } },
    published: { ...post, aggregateVersion: 2, data: { ...data, published_at: scheduled_time, platform_post_id: 'msg_1' } },
  };
}

async function eventsOf(contentId: string): Promise<[string, number][]> {
  const rows = await stack.query<{ subject: string; version: number }>(
    'SELECT subject, aggregate_version::int AS version FROM content.outbox WHERE aggregate_id = $1 ORDER BY id',
    [contentId],
  );
  return rows.map(({ subject, version }) => [subject.split('.').slice(2, 4).join(' '), version]);
}

describe('a scheduled post', () => {
  test('whose outcome was unknown publishes its content once a person has seen it', async () => {
    const author = stack.caller();
    const written = await approved(author);
    const { scheduled, stopped, published } = postOf(written);
    await playEvent(stack.nats, PostScheduled, scheduled);
    await playEvent(stack.nats, PostStopped, { ...stopped, data: { ...stopped.data, status: 'unknown', error_code: 'OUTCOME_UNKNOWN' } });
    await content.service.drained();
    expect(await author.call(GetContent, { content_id: written.id })).toMatchObject({ status: 'approved', scheduled_for: null });
    await playEvent(stack.nats, PostPublished, { ...published, aggregateVersion: 3 });
    await content.service.drained();
    expect(await author.call(GetContent, { content_id: written.id })).toMatchObject({ status: 'published', published_at: SOON });
  });

  test('sets scheduled_for to the earliest instant; one that leaves later changes nothing', async () => {
    const author = stack.caller();
    const written = await approved(author);
    await playEvent(stack.nats, PostScheduled, postOf(written, LATER).scheduled);
    await content.service.drained();
    expect(await author.call(GetContent, { content_id: written.id })).toMatchObject({
      scheduled_for: LATER,
      revision: 4,
      status: 'approved',
    });
    await playEvent(stack.nats, PostScheduled, postOf(written, SOON).scheduled);
    await content.service.drained();
    expect(await author.call(GetContent, { content_id: written.id })).toMatchObject({ scheduled_for: SOON, revision: 5 });
    await playEvent(stack.nats, PostScheduled, postOf(written, LATER).scheduled);
    await content.service.drained();
    expect(await author.call(GetContent, { content_id: written.id })).toMatchObject({ scheduled_for: SOON, revision: 5 });
    expect((await eventsOf(written.id)).at(-1)).toEqual(['content updated', 5]);
  });

  test('that is stopped is forgotten, and the next one counts', async () => {
    const author = stack.caller();
    const written = await approved(author);
    const [first, second] = [postOf(written, SOON), postOf(written, LATER)];
    for (const post of [first, second]) await playEvent(stack.nats, PostScheduled, post.scheduled);
    await content.service.drained();
    await playEvent(stack.nats, PostStopped, first.stopped);
    await content.service.drained();
    expect(await author.call(GetContent, { content_id: written.id })).toMatchObject({ scheduled_for: LATER, published_at: null });
    await playEvent(stack.nats, PostStopped, second.stopped);
    await content.service.drained();
    expect(await author.call(GetContent, { content_id: written.id })).toMatchObject({ scheduled_for: null, status: 'approved' });
  });
});

describe('a published post', () => {
  test('makes the approved content published, keeps the first instant and tells with which version', async () => {
    const author = stack.caller();
    const written = await approved(author);
    const [first, second] = [postOf(written, SOON), postOf(written, LATER)];
    await playEvent(stack.nats, PostScheduled, first.scheduled);
    await content.service.drained();
    await playEvent(stack.nats, PostPublished, first.published);
    await content.service.drained();
    const once = await author.call(GetContent, { content_id: written.id });
    expect(once).toMatchObject({ status: 'published', published_at: SOON, scheduled_for: null, revision: 5 });
    await playEvent(stack.nats, PostPublished, { ...second.published, aggregateVersion: 1 });
    await content.service.drained();
    expect(await author.call(GetContent, { content_id: written.id })).toMatchObject({
      status: 'published',
      published_at: SOON,
      revision: 6,
    });
    expect((await eventsOf(written.id)).slice(3)).toEqual([
      ['content updated', 4],
      ['content published', 5],
      ['content published', 6],
    ]);
    const [event] = await stack.query<{ data: object }>(
      'SELECT data FROM content.outbox WHERE aggregate_id = $1 AND aggregate_version = 5',
      [written.id],
    );
    expect(event?.data).toMatchObject({
      status: 'published',
      version_id: written.version_id,
      version_hash: written.version_hash,
      post_id: first.published.aggregateId,
      published_at: SOON,
    });
  });

  test('of an older version leaves a newer draft a draft, with its instant', async () => {
    const author = stack.caller();
    const written = await approved(author);
    const edited = await author.call(UpdateContent, { content_id: written.id, revision: 3, content_text: 'A newer text.' });
    await playEvent(stack.nats, PostPublished, { ...postOf(written).published, aggregateVersion: 1 });
    await content.service.drained();
    const read = await author.call(GetContent, { content_id: written.id });
    expect(read).toMatchObject({
      status: 'draft',
      published_at: SOON,
      version_id: edited.version_id,
      approved_version_id: written.version_id,
    });
  });

  test('stays published in time when the text is edited: a new draft, published_at as it was', async () => {
    const author = stack.caller();
    const written = await approved(author);
    await playEvent(stack.nats, PostPublished, { ...postOf(written).published, aggregateVersion: 1 });
    await content.service.drained();
    const { revision } = await author.call(GetContent, { content_id: written.id });
    const edited = await author.call(UpdateContent, { content_id: written.id, revision, title: 'Corrected' });
    expect(edited).toMatchObject({ status: 'draft', published_at: SOON, version_number: 2 });
  });

  test('can be deleted with its content; events of its posts that come later are harmless', async () => {
    const author = stack.caller();
    const written = await approved(author);
    const post = postOf(written);
    await playEvent(stack.nats, PostPublished, { ...post.published, aggregateVersion: 1 });
    await content.service.drained();
    await author.call(DeleteContent, { content_id: written.id });
    await playEvent(stack.nats, PostStopped, post.stopped);
    await playEvent(stack.nats, PostScheduled, postOf(written).scheduled);
    await content.service.drained();
    expect((await eventsOf(written.id)).at(-1)).toEqual(['content deleted', 5]);
    expect(await stack.query('SELECT 1 FROM content.content_posts WHERE content_id = $1', [written.id])).toEqual([]);
  });

  test('is not undone by an older event of the same post that comes after it', async () => {
    const author = stack.caller();
    const written = await approved(author);
    const post = postOf(written);
    await playEvent(stack.nats, PostPublished, { ...post.published, aggregateVersion: 1 });
    await content.service.drained();
    // As a replayed dead letter would come: past the inbox's order, so that only the row itself can tell.
    await stack.query('DELETE FROM content.inbox_versions WHERE aggregate_id = $1', [post.published.aggregateId]);
    await playEvent(stack.nats, PostScheduled, post.scheduled);
    await content.service.drained();
    expect(await author.call(GetContent, { content_id: written.id })).toMatchObject({ status: 'published', scheduled_for: null });
  });

  test('of another company’s content changes nothing there', async () => {
    const author = stack.caller();
    const written = await approved(author);
    await playEvent(stack.nats, PostPublished, { ...postOf(written).published, aggregateVersion: 1, companyId: newId() });
    await content.service.drained();
    expect(await author.call(GetContent, { content_id: written.id })).toMatchObject({ status: 'approved', revision: 3 });
  });
});

describe.each([
  { contract: PostScheduled, play: 'scheduled', expected: { scheduled_for: SOON, status: 'approved' } },
  { contract: PostStopped, play: 'stopped', expected: { scheduled_for: null, status: 'approved' } },
  { contract: PostPublished, play: 'published', expected: { published_at: SOON, status: 'published' } },
] as const)('the handler of $contract.subject', ({ contract, play, expected }) => {
  /** A content whose post the event can tell something new about. */
  async function prepared() {
    const author = stack.caller();
    const written = await approved(author);
    const post = postOf(written);
    if (play === 'stopped') {
      await playEvent(stack.nats, PostScheduled, post.scheduled);
      await content.service.drained();
    }
    const event = { ...post[play], aggregateVersion: play === 'stopped' ? 2 : 1, id: newId(), time: new Date().toISOString() };
    const read = () => author.call(GetContent, { content_id: written.id });
    return { event, read, before: (await read()) as { revision: number; status: ContentStatus } };
  }

  test('handles it once, also when it is delivered twice', async () => {
    const { event, read, before } = await prepared();
    for (const _ of [1, 2]) await playEvent(stack.nats, contract, event);
    await content.service.drained();
    expect(await read()).toMatchObject({ ...expected, revision: before.revision + 1 });
  });

  test('gives a malformed one to the dead letters', async () => {
    const { event, read, before } = await prepared();
    const id = await playEvent(stack.nats, contract, { ...event, data: { ...event.data, content_id: 'no uuid' } });
    expect(await deadLetterOf(stack.nats, id)).toMatchObject({ subject: `dlq.content.${contract.subject}`, cause: 'malformed' });
    expect(await read()).toMatchObject({ revision: before.revision });
  });

  test('tries again after a failure that passes, and handles it once', async () => {
    const { event, read, before } = await prepared();
    await stack.query(`
      CREATE FUNCTION content.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a failure that passes'; END $$;
      CREATE TRIGGER fail BEFORE INSERT OR UPDATE ON content.content_posts FOR EACH ROW EXECUTE FUNCTION content.fail()`);
    const id = await playEvent(stack.nats, contract, event);
    await eventually(async () => {
      const rows = await stack.query('SELECT 1 FROM content.inbox WHERE event_id = $1 AND attempts > 0', [id]);
      expect(rows).toHaveLength(1);
    });
    expect(await read()).toMatchObject({ revision: before.revision });
    await stack.query('DROP FUNCTION content.fail CASCADE');
    await content.service.drained();
    expect(await read()).toMatchObject({ ...expected, revision: before.revision + 1 });
  });

  test('gives one that can never be handled to the dead letters, with nothing half-written', async () => {
    const { event, read, before } = await prepared();
    const id = await playEvent(stack.nats, contract, { ...event, data: { ...event.data, version_id: newId() } });
    const letter = await deadLetterOf(stack.nats, id);
    expect(letter).toMatchObject({ cause: 'permanent', error: expect.stringContaining('CONTENT_VERSION_NOT_FOUND') });
    expect(await read()).toEqual(before);
  });
});
