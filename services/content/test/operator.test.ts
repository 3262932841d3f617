import { convergeStreams, RequestClient } from '@smartcontent/bus';
import {
  ApproveContent,
  type CallOf,
  type Content,
  type DeadCause,
  EVENTS,
  GetContent,
  OPERATOR_REQUESTS,
  type OperatorRequests,
  type OutputOf,
  PostPublished,
  type RequestContext,
  SubmitContent,
} from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { type Caller, deadLetterOf, eventually, type PlayedEvent, playEvent } from '@smartcontent/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { refusal, useContent, write } from './use-content.js';

const content = useContent();
const { stack } = content;
type Name = keyof OperatorRequests;

/** Asks as the gateway does for the operator. */
async function operate<N extends Name>(
  name: N,
  input: CallOf<OperatorRequests[N]>,
  context?: RequestContext,
): Promise<OutputOf<OperatorRequests[N]>> {
  const client = new RequestClient(stack.nats);
  return client.call(
    OPERATOR_REQUESTS.content[name] as OperatorRequests[N],
    input,
    context ?? (await stack.contextOf({ kind: 'operator', company_id: null })),
  );
}
const letters = async (filters: { cause?: DeadCause; company_id?: string } = {}) => (await operate('ListDeadLetters', filters)).items;

async function approved(author: Caller): Promise<Content> {
  const written = await write(author);
  await author.call(SubmitContent, { content_id: written.id });
  await author.call(ApproveContent, { content_id: written.id, version_hash: written.version_hash });
  return author.call(GetContent, { content_id: written.id });
}

interface Given {
  readonly author: Caller;
  readonly written: Content;
  /** The event that content could not handle: a post left with a version that content does not have. */
  readonly event: PlayedEvent<Record<string, unknown>> & { readonly id: string };
  readonly sequence: number;
  /** Puts the version back. */
  repair(): Promise<unknown>;
}

async function givenUp(): Promise<Given> {
  const author = stack.caller();
  const written = await approved(author);
  const versionId = newId();
  const data = {
    content_id: written.id,
    version_id: versionId,
    platform: 'webhook',
    platform_account_id: newId(),
    scheduled_time: '2027-01-05T09:00:00.000000Z',
    published_at: '2027-01-05T09:00:01.000000Z',
    platform_post_id: null,
  };
  const event = { id: newId(), time: new Date().toISOString(), companyId: author.companyId, aggregateId: newId(), data };
  await playEvent(stack.nats, PostPublished, event);
  await deadLetterOf(stack.nats, event.id);
  await content.service.drained();
  const [letter] = await letters({ company_id: author.companyId });
  const copy = `INSERT INTO content.content_versions (company_id, content_id, id, number, hash, content_type, title, created_by)
    SELECT company_id, content_id, $2, number + 1, hash, content_type, title, created_by FROM content.content_versions WHERE id = $1`;
  return {
    author,
    written,
    event,
    sequence: letter?.sequence as number,
    repair: () => stack.query(copy, [written.version_id, versionId]),
  };
}

/** What the event did: revisions of the content, and how often it was told. */
async function effects({ author, written }: Given): Promise<[revision: number, told: number]> {
  const { revision } = await author.call(GetContent, { content_id: written.id });
  const told = await stack.query("SELECT 1 FROM content.outbox WHERE aggregate_id = $1 AND subject LIKE '%published%'", [written.id]);
  return [revision - written.revision, told.length];
}
const inboxStatus = async ({ event }: Given) =>
  (await stack.query<{ status: string }>('SELECT status FROM content.inbox WHERE event_id = $1', [event.id])).map(({ status }) => status);

beforeEach(async () => {
  for (const { sequence } of await letters()) await operate('DropDeadLetter', { sequence });
});

describe('a dead letter', () => {
  test('is listed and shown with its cause, its history and its event', async () => {
    const given = await givenUp();
    const { author, event, sequence } = given;
    const line = {
      service: 'content',
      sequence,
      subject: PostPublished.subject,
      cause: 'permanent',
      error: expect.stringContaining('CONTENT_VERSION_NOT_FOUND'),
      consumer: 'content_EVT_SCHEDULING',
      event: { id: event.id, company_id: author.companyId, aggregate_id: event.aggregateId, aggregate_version: 1 },
    };
    expect(await letters()).toMatchObject([line]);
    const detail = await operate('GetDeadLetter', { sequence });
    expect(detail).toMatchObject({ ...line, data: event.data, text: null, headers: { 'ce-id': event.id } });
    expect(detail.history).toEqual([{ at: expect.any(String), cause: expect.stringContaining('CONTENT_VERSION_NOT_FOUND') }]);
  });

  test('stays while its handler still fails, and has its effect once when it is replayed after the repair', async () => {
    const given = await givenUp();
    const { sequence } = given;
    for (const _ of [1, 2])
      await expect(operate('ReplayDeadLetter', { sequence })).rejects.toMatchObject(
        refusal('PLATFORM_DEAD_LETTER_FAILING', { error: expect.stringContaining('CONTENT_VERSION_NOT_FOUND') }),
      );
    expect([await effects(given), await inboxStatus(given), (await letters()).length]).toEqual([[0, 0], ['dead'], 1]);
    await given.repair();
    expect(await operate('ReplayDeadLetter', { sequence })).toEqual({ outcome: 'replayed' });
    await expect(operate('ReplayDeadLetter', { sequence })).rejects.toMatchObject(refusal('PLATFORM_DEAD_LETTER_NOT_FOUND'));
    expect([await effects(given), await inboxStatus(given), await letters()]).toEqual([[1, 1], ['handled'], []]);
  });

  test('has its effect once although five replay it at once', async () => {
    const given = await givenUp();
    await given.repair();
    const answers = await Promise.allSettled([1, 2, 3, 4, 5].map(() => operate('ReplayDeadLetter', { sequence: given.sequence })));
    const outcomes = answers.map((answer) =>
      answer.status === 'fulfilled' ? answer.value.outcome : (answer.reason as { code: string }).code,
    );
    expect(outcomes.filter((outcome) => outcome === 'replayed')).toHaveLength(1);
    for (const outcome of outcomes) expect(['replayed', 'duplicate', 'PLATFORM_DEAD_LETTER_NOT_FOUND']).toContain(outcome);
    expect([await effects(given), await letters()]).toEqual([[1, 1], []]);
  });

  test('is taken away where its effect is there already', async () => {
    const given = await givenUp();
    await stack.query("UPDATE content.inbox SET status = 'handled' WHERE event_id = $1", [given.event.id]);
    expect(await operate('ReplayDeadLetter', { sequence: given.sequence })).toEqual({ outcome: 'duplicate' });
    expect([await effects(given), await letters()]).toEqual([[0, 0], []]);
  });

  test('that outlived its inbox row is not taken for a duplicate', async () => {
    const given = await givenUp();
    await stack.query('DELETE FROM content.inbox WHERE event_id = $1', [given.event.id]);
    await given.repair();
    expect(await operate('ReplayDeadLetter', { sequence: given.sequence })).toEqual({ outcome: 'replayed' });
    expect([await effects(given), await letters()]).toEqual([[1, 1], []]);
  });

  test('that was dropped stays dead: its event does nothing when it is delivered again', async () => {
    const given = await givenUp();
    expect(await operate('DropDeadLetter', { sequence: given.sequence })).toEqual({ outcome: 'dropped' });
    expect(await operate('DropDeadLetter', { sequence: given.sequence })).toEqual({ outcome: 'gone' });
    await given.repair();
    await playEvent(stack.nats, PostPublished, given.event);
    await content.service.drained();
    expect([await effects(given), await inboxStatus(given), await letters()]).toEqual([[0, 0], ['dead'], []]);
  });

  test('that nobody can read is shown and dropped, and refused a replay', async () => {
    await stack.nats.request('dlq.content.evt.scheduling.post.published.v1', 'no envelope');
    const [letter] = await letters();
    const sequence = letter?.sequence as number;
    expect(letter).toMatchObject({ event: null, subject: PostPublished.subject });
    expect(await operate('GetDeadLetter', { sequence })).toMatchObject({ data: null, text: 'no envelope', bytes: 11 });
    await expect(operate('ReplayDeadLetter', { sequence })).rejects.toMatchObject(refusal('PLATFORM_DEAD_LETTER_UNREADABLE'));
    expect(await operate('DropDeadLetter', { sequence })).toEqual({ outcome: 'dropped' });
  });
});

describe('the list', () => {
  test('goes page by page, and refuses a cursor of another list', async () => {
    for (let count = 0; count < 3; count++) await stack.nats.request('dlq.content.evt.a.b.c.v1', `${count}`);
    const first = await operate('ListDeadLetters', { limit: 2 });
    const second = await operate('ListDeadLetters', { limit: 2, cursor: first.next_cursor ?? '' });
    const sequences = [...first.items, ...second.items].map(({ sequence }) => sequence);
    expect([sequences.length, new Set(sequences).size, second.next_cursor]).toEqual([3, 3, null]);
    const foreign = { cursor: first.next_cursor ?? '', cause: 'permanent' } as const;
    await expect(operate('ListDeadLetters', foreign)).rejects.toMatchObject(refusal('PLATFORM_CURSOR_INVALID'));
  });

  test('holds a hundred letters whatever somebody wrote into them', async () => {
    const long = 'x'.repeat(60_000);
    await Promise.all(Array.from({ length: 100 }, () => stack.nats.request(`dlq.content.evt.${'a'.repeat(500)}.c.v1`, long)));
    // On a busy machine a page ends when its time is over, and its cursor goes on from there.
    let [found, cursor] = [0, undefined as string | undefined];
    do {
      const page = await operate('ListDeadLetters', { limit: 100, cursor });
      found += page.items.length;
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(found).toBeGreaterThanOrEqual(100);
  });
});

/** Ids of an aggregate's events as EVT_CONTENT holds them. */
async function streamed(aggregateId: string): Promise<string[]> {
  const ids: string[] = [];
  for (let seq = 1; ; seq += 1) {
    const asked = JSON.stringify({ seq, next_by_subj: 'evt.content.>' });
    const { message } = (await stack.nats.request('$JS.API.STREAM.MSG.GET.EVT_CONTENT', asked)).json<{ message?: StoredMessage }>();
    if (!message) return ids;
    const headers = Buffer.from(message.hdrs, 'base64').toString();
    if (headers.includes(aggregateId)) ids.push(/ce-id: ?(\S+)/.exec(headers)?.[1] ?? '');
    seq = message.seq;
  }
}
interface StoredMessage {
  readonly seq: number;
  readonly hdrs: string;
}

describe('events of content', () => {
  test('go out again with their own ids, as often as that is asked for', async () => {
    const written = await approved(stack.caller());
    await content.service.drained();
    const rows = await stack.query<{ event_id: string }>('SELECT event_id FROM content.outbox WHERE aggregate_id = $1 ORDER BY id', [
      written.id,
    ]);
    const range = { from: new Date(Date.now() - 60_000).toISOString(), to: new Date(Date.now() + 1_000).toISOString() };
    for (const _ of [1, 2]) {
      const { requeued, lost } = await operate('ReplayEvents', range);
      expect([requeued >= rows.length, lost]).toEqual([true, 0]);
      await content.service.drained();
    }
    const after = await stack.query('SELECT event_id FROM content.outbox WHERE aggregate_id = $1 ORDER BY id', [written.id]);
    expect(after).toEqual(rows);
    await eventually(async () => {
      expect(await stack.query('SELECT 1 FROM content.outbox WHERE published_at IS NULL')).toEqual([]);
    });
  });

  test('reach a broker that has lost its stream, in their order', async () => {
    const written = await approved(stack.caller());
    await content.service.drained();
    const before = await streamed(written.id);
    expect(before).toHaveLength(3);
    await stack.nats.request('$JS.API.STREAM.DELETE.EVT_CONTENT');
    await convergeStreams(stack.nats, EVENTS);
    expect(await streamed(written.id)).toEqual([]);
    await operate('ReplayEvents', { from: new Date(Date.now() - 60_000).toISOString(), to: new Date(Date.now() + 1_000).toISOString() });
    await eventually(async () => expect(await streamed(written.id)).toEqual(before));
    await content.service.drained();
  });

  test('of another subject stay where they are, and those without a payload are counted', async () => {
    const written = await approved(stack.caller());
    await content.service.drained();
    const range = { from: new Date(Date.now() - 60_000).toISOString(), to: new Date(Date.now() + 1_000).toISOString() };
    expect(await operate('ReplayEvents', { ...range, subject: 'evt.content.content.never.v1' })).toEqual({ requeued: 0, lost: 0 });
    await stack.query('UPDATE content.outbox SET headers = NULL, data = NULL WHERE aggregate_id = $1', [written.id]);
    expect((await operate('ReplayEvents', range)).lost).toBeGreaterThanOrEqual(1);
  });
});

test('a projection that content does not keep is not found', async () => {
  await expect(operate('RebuildProjection', { projection: 'activity' })).rejects.toMatchObject(
    refusal('PLATFORM_PROJECTION_NOT_FOUND', { projections: [] }),
  );
});

test('nobody but the operator may ask', async () => {
  const admin = await stack.caller({ role: 'admin' }).context();
  const gateway = { ...admin, ...(await stack.actorTokens('gateway').serviceContext(null, 'x')) };
  for (const context of [admin, gateway])
    await expect(operate('ListDeadLetters', {}, context)).rejects.toMatchObject({ code: 'PLATFORM_SCOPE_MISSING' });
});
