import { Cache, UserStream } from '@smartcontent/cache';
import {
  AppError,
  ArchiveContent,
  CreateContent,
  DraftWritten,
  GetContent,
  ListVersions,
  type OutputOf,
  ReadDraft,
} from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { type Caller, deadLetterOf, eventually, playEvent } from '@smartcontent/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useContent, write } from './use-content.js';

const content = useContent();
const { stack } = content;
const drafts = new Map<string, OutputOf<typeof ReadDraft>>();
/** Drafts that content may not read. */
const refused = new Set<string>();
const endings: (() => void)[] = [];
let users: UserStream;

beforeAll(async () => {
  const cache = await Cache.open(stack.addresses.redisUrl);
  users = new UserStream(cache);
  endings.push(() => cache.close());
  // Generation, as far as content asks it.
  const answers = stack.nats.subscribe(ReadDraft.subject, {
    callback: (_error, message) => {
      const { data, id } = JSON.parse(message.string()) as { data: { generation_id: string }; id: string };
      const draft = drafts.get(data.generation_id);
      const code = refused.has(data.generation_id) ? 'PLATFORM_SCOPE_MISSING' : 'GENERATION_RUN_NOT_FOUND';
      const answer = draft ? { response: draft } : { err: new AppError(code).toWire() };
      message.respond(JSON.stringify({ ...answer, isDisposed: true, id }));
    },
  });
  const cancels = stack.nats.subscribe('cancel.generation', { callback: () => undefined });
  endings.push(
    () => answers.unsubscribe(),
    () => cancels.unsubscribe(),
  );
});
afterAll(() => {
  for (const end of endings) end();
});

/** A draft as generation would tell of it; of a new content unless told. */
function draftFor(author: Caller, content_id = newId(), is_new_content = true) {
  const run = { companyId: author.companyId, aggregateId: newId(), id: newId(), time: new Date().toISOString() };
  const words = { title: 'Why light', content_text: `They stretch ${run.aggregateId}.`, prompt: 'Why light?' };
  drafts.set(run.aggregateId, { ...words, metadata: { generation_id: run.aggregateId } });
  const state = { user_id: author.userId, content_id, is_new_content };
  const data = { ...state, draft_type: 'blog_post' as const, campaign_id: null, platform: null, model: 'offline-writer-v1' };
  return { ...run, aggregateVersion: 1, data, words, content_id, read: () => author.call(GetContent, { content_id }) };
}

/** Why the author was told that the draft was not taken. */
async function toldOf({ companyId, aggregateId, content_id, data }: Omit<ReturnType<typeof draftFor>, 'words' | 'read'>) {
  const told = await users.read(data.user_id, companyId, '0-0');
  const refused = told.filter(({ type, data }) => type === 'draft.refused' && data.generation_id === aggregateId);
  expect(refused.map(({ data }) => data.content_id)).toEqual(refused.map(() => content_id));
  return refused.map(({ data }) => data.reason);
}

const NOT_THERE = { code: 'CONTENT_NOT_FOUND' };

describe('the handler of a written draft', () => {
  test('makes the content that was promised, once, also when it is delivered twice', async () => {
    const { words, read, ...event } = draftFor(stack.caller());
    for (const _ of [1, 2]) await playEvent(stack.nats, DraftWritten, event);
    await content.service.drained();
    expect(await read()).toMatchObject({
      ...{ id: event.content_id, user_id: event.data.user_id, status: 'draft', revision: 1, content_type: 'blog_post' },
      ...{ title: words.title, content_text: words.content_text, generation_prompt: words.prompt, ai_model_used: 'offline-writer-v1' },
    });
  });

  test('makes a new version of a content that stands already, whatever it says by then', async () => {
    const author = stack.caller();
    const { id } = await write(author);
    const { words, read, ...event } = draftFor(author, id, false);
    await playEvent(stack.nats, DraftWritten, event);
    await content.service.drained();
    expect(await read()).toMatchObject({ content_text: words.content_text, revision: 2, version_number: 2 });
    expect((await author.call(ListVersions, { content_id: id })).items).toHaveLength(2);
  });

  test('makes no content that is larger than one answer can carry', async () => {
    const event = draftFor(stack.caller());
    const draft = { title: null, content_text: 'x'.repeat(500_000), prompt: 'y'.repeat(300_000), metadata: {} };
    drafts.set(event.aggregateId, draft);
    const { words: _, read, ...told } = event;
    await playEvent(stack.nats, DraftWritten, told);
    await content.service.drained();
    await expect(read()).rejects.toMatchObject(NOT_THERE);
    expect(await toldOf(event)).toEqual(['CONTENT_TOO_LARGE']);
    expect(await stack.query(`SELECT status FROM content.inbox WHERE event_id = $1`, [told.id])).toEqual([{ status: 'handled' }]);
  });

  test('leaves a content alone that was deleted meanwhile, and one whose draft is gone', async () => {
    const author = stack.caller();
    const { words: _, read, ...deleted } = draftFor(author, newId(), false);
    const { words: __, read: readErased, ...erased } = draftFor(author);
    drafts.delete(erased.aggregateId);
    for (const event of [deleted, deleted, erased]) await playEvent(stack.nats, DraftWritten, event);
    await content.service.drained();
    await expect(read()).rejects.toMatchObject(NOT_THERE);
    await expect(readErased()).rejects.toMatchObject(NOT_THERE);
    expect([await toldOf(deleted), await toldOf(erased)]).toEqual([['CONTENT_NOT_FOUND'], []]);
    expect(
      await stack.query(`SELECT 1 FROM content.inbox WHERE event_id = ANY ($1) AND status = 'handled'`, [[deleted.id, erased.id]]),
    ).toHaveLength(2);
  });

  test('leaves a content alone that was archived meanwhile, and tells whoever asked for the draft', async () => {
    const author = stack.caller();
    const { id } = await write(author);
    await author.call(ArchiveContent, { content_id: id });
    const { words: _, read, ...event } = draftFor(author, id, false);
    await playEvent(stack.nats, DraftWritten, event);
    await content.service.drained();
    expect(await read()).toMatchObject({ status: 'archived', version_number: 1 });
    expect(await toldOf(event)).toEqual(['CONTENT_TRANSITION_ILLEGAL']);
  });

  test('gives a malformed one to the dead letters', async () => {
    const { read, ...event } = draftFor(stack.caller());
    const id = await playEvent(stack.nats, DraftWritten, { ...event, data: { ...event.data, content_id: 'no uuid' } });
    expect(await deadLetterOf(stack.nats, id)).toMatchObject({ cause: 'malformed' });
    await expect(read()).rejects.toMatchObject(NOT_THERE);
  });

  test('tries again after a failure that passes, and handles it once', async () => {
    const { words: _, read, ...event } = draftFor(stack.caller());
    await stack.query(`
      CREATE FUNCTION content.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a failure that passes'; END $$;
      CREATE TRIGGER fail BEFORE INSERT ON content.content FOR EACH ROW EXECUTE FUNCTION content.fail()`);
    const id = await playEvent(stack.nats, DraftWritten, event);
    await eventually(async () => {
      expect(await stack.query('SELECT 1 FROM content.inbox WHERE event_id = $1 AND attempts > 0', [id])).toHaveLength(1);
    });
    await stack.query('DROP FUNCTION content.fail CASCADE');
    await content.service.drained();
    expect(await read()).toMatchObject({ revision: 1 });
  });

  test('gives one that can never be handled to the dead letters, with nothing half-written', async () => {
    const author = stack.caller();
    const { words: _, read, ...event } = draftFor(author);
    drafts.delete(event.aggregateId);
    refused.add(event.aggregateId);
    const id = await playEvent(stack.nats, DraftWritten, event);
    expect(await deadLetterOf(stack.nats, id)).toMatchObject({
      cause: 'permanent',
      error: expect.stringContaining('PLATFORM_SCOPE_MISSING'),
    });
    await expect(read()).rejects.toMatchObject(NOT_THERE);
    await author.call(CreateContent, { content_type: 'blog_post', title: 'goes on' });
  });
});
