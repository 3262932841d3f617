import {
  type Content,
  type ContentSummary,
  DeleteContent,
  GetContent,
  ListContent,
  SubmitContent,
  UpdateContent,
} from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import type { Caller } from '@smartcontent/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readConfig, start } from '../src/app.js';
import { refusal, useContent, write } from './use-content.js';

const content = useContent();
const { stack } = content;

/** So many contents, one after the other. */
async function several(author: Caller, count: number): Promise<Content[]> {
  const written: Content[] = [];
  for (let i = 0; i < count; i++) written.push(await write(author, { title: `Post ${i}` }));
  return written;
}

/** What a list must hold, computed from all of it. */
function plainly(all: readonly ContentSummary[], wanted: Record<string, unknown> & { readonly sort: string }): ContentSummary[] {
  const field = wanted.sort.replace('-', '') as 'created_at' | 'updated_at';
  const isOf = (value: string, values: unknown) => values === undefined || (values as string[]).includes(value);
  const isIn = (value: string, name: string) =>
    (wanted[`${name}_from`] === undefined || Date.parse(value) >= Date.parse(wanted[`${name}_from`] as string)) &&
    (wanted[`${name}_to`] === undefined || Date.parse(value) < Date.parse(wanted[`${name}_to`] as string));
  const rows = all
    .filter((one) => isOf(one.status, wanted.status) && isOf(one.content_type, wanted.content_type))
    .filter((one) => isIn(one.created_at, 'created_at') && isIn(one.updated_at, 'updated_at'))
    .sort((one, other) => one[field].localeCompare(other[field]) || (one.id < other.id ? -1 : 1));
  return wanted.sort.startsWith('-') ? rows.reverse() : rows;
}

/** All pages from here on. */
async function walk(
  author: Caller,
  input: { limit: number; cursor?: string },
  between?: () => Promise<unknown>,
): Promise<ContentSummary[]> {
  const { items, next_cursor } = await author.call(ListContent, input);
  await between?.();
  return next_cursor ? [...items, ...(await walk(author, { ...input, cursor: next_cursor }, between))] : items;
}

describe('one content', () => {
  test('is read by everybody of its company, in either spelling of its id', async () => {
    const author = stack.caller();
    const created = await write(author);
    const viewer = stack.caller({ role: 'viewer', companyId: author.companyId });
    expect(await viewer.call(GetContent, { content_id: created.id })).toEqual(created);
    expect(await viewer.call(GetContent, { content_id: created.id.toUpperCase() })).toEqual(created);
  });

  test('is not found by another company, neither cached nor uncached, nor when there is none', async () => {
    const author = stack.caller();
    const { id } = await write(author);
    const stranger = stack.caller();
    await expect(stranger.call(GetContent, { content_id: id })).rejects.toMatchObject(refusal('CONTENT_NOT_FOUND'));
    await author.call(GetContent, { content_id: id });
    await expect(stranger.call(GetContent, { content_id: id })).rejects.toMatchObject(refusal('CONTENT_NOT_FOUND'));
    await expect(author.call(GetContent, { content_id: newId() })).rejects.toMatchObject(refusal('CONTENT_NOT_FOUND'));
    expect(await author.call(GetContent, { content_id: id })).toMatchObject({ id });
  });

  test('comes from the cache until somebody writes, and a write is seen by the next read', async () => {
    const author = stack.caller();
    const { id } = await write(author);
    await author.call(GetContent, { content_id: id });
    // Past the service, so that it cannot know: what comes back is the cached one.
    await stack.query(`UPDATE content.content SET title = 'behind its back' WHERE id = $1`, [id]);
    expect(await author.call(GetContent, { content_id: id })).toMatchObject({ title: 'Road to 1.0' });
    await author.call(UpdateContent, { content_id: id, revision: 1, title: 'Second' });
    expect(await author.call(GetContent, { content_id: id })).toMatchObject({ title: 'Second', revision: 2 });
    await author.call(SubmitContent, { content_id: id });
    expect(await author.call(GetContent, { content_id: id })).toMatchObject({ status: 'review', revision: 3 });
    await author.call(DeleteContent, { content_id: id });
    await expect(author.call(GetContent, { content_id: id })).rejects.toMatchObject(refusal('CONTENT_NOT_FOUND'));
  });

  test('is never read older than it was written, with readers and a writer at once', async () => {
    const author = stack.caller();
    const { id } = await write(author);
    for (let revision = 1; revision <= 20; revision++) {
      const readers = Array.from({ length: 4 }, () => author.call(GetContent, { content_id: id }));
      await author.call(UpdateContent, { content_id: id, revision, title: `Title ${revision + 1}` });
      expect(await author.call(GetContent, { content_id: id })).toMatchObject({ revision: revision + 1, title: `Title ${revision + 1}` });
      await Promise.all(readers);
      expect(await author.call(GetContent, { content_id: id })).toMatchObject({ revision: revision + 1 });
    }
  });
});

describe('the list', () => {
  test('is walked newest first without a gap or a repeat while others write', async () => {
    const author = stack.caller();
    const written = await several(author, 7);
    const seen = await walk(author, { limit: 3 }, () => write(author, { title: 'meanwhile' }));
    expect(seen.map(({ id }) => id)).toEqual(written.map(({ id }) => id).reverse());
    expect(seen[0]).not.toHaveProperty('content_text');
    expect(seen[0]).not.toHaveProperty('generation_prompt');
  });

  test('is filtered by status, type and author, alone and together', async () => {
    const author = stack.caller();
    const colleague = stack.caller({ companyId: author.companyId });
    const [post] = await several(author, 2);
    const email = await write(colleague, { content_type: 'email' });
    await author.call(SubmitContent, { content_id: (post as Content).id });
    const idsOf = async (filter: object) => (await author.call(ListContent, filter)).items.map(({ id }) => id);
    expect(await idsOf({ status: 'review' })).toEqual([post?.id]);
    expect(await idsOf({ content_type: 'email' })).toEqual([email.id]);
    expect(await idsOf({ user_id: colleague.userId })).toEqual([email.id]);
    expect(await idsOf({ user_id: author.userId, status: 'draft', content_type: 'blog_post' })).toHaveLength(1);
    expect(await idsOf({ user_id: author.userId, content_type: 'email' })).toEqual([]);
  });

  test('answers what a plain computation finds, page by page, for any filters and order', async () => {
    const author = stack.caller();
    const statuses = ['draft', 'review', 'approved'] as const;
    const types = ['email', 'blog_post', 'video'] as const;
    await stack.query(
      `WITH made AS (SELECT n, uuidv7() AS id, uuidv7() AS version FROM generate_series(1, 40) AS n),
         versions AS (
           INSERT INTO content.content_versions (company_id, content_id, id, number, hash, content_type, created_by)
           SELECT $1, id, version, 1, repeat('0', 64), 'blog_post', $2 FROM made)
       INSERT INTO content.content
         (company_id, id, user_id, content_type, status, created_at, updated_at, version_id, version_number, version_hash, search)
       SELECT $1, id, $2, ($3::content.content_type[])[1 + n % 3], ($4::content.content_status[])[1 + n * 7 / 2 % 3],
              timestamptz '2026-01-01Z' + n * 3 % 7 * interval '1 day', timestamptz '2026-02-01Z' + n * 5 % 11 * interval '1 day',
              version, 1, repeat('0', 64), '' FROM made`,
      [author.companyId, author.userId, [...types], [...statuses]],
    );
    const all = await walk(author, { limit: 100 });
    expect(all).toHaveLength(40);
    const some = <T>(values: readonly T[]) =>
      fc.option(fc.subarray([...values] as (T & string)[], { minLength: 1 }), { nil: undefined }) as fc.Arbitrary<
        (T & string)[] | undefined
      >;
    const day = (month: number) =>
      fc.option(
        fc.integer({ min: 1, max: 12 }).map((number) => new Date(Date.UTC(2026, month, number)).toISOString()),
        { nil: undefined },
      );
    const wish = fc.record({
      status: some(statuses),
      content_type: some(types),
      user_id: fc.constantFrom(undefined, author.userId),
      created_at_from: day(0),
      created_at_to: day(0),
      updated_at_from: day(1),
      updated_at_to: day(1),
      sort: fc.constantFrom('created_at', '-created_at', 'updated_at', '-updated_at'),
      limit: fc.integer({ min: 3, max: 50 }),
    });
    await fc.assert(
      fc.asyncProperty(wish, async (wanted) => {
        expect((await walk(author, wanted)).map(({ id }) => id)).toEqual(plainly(all, wanted).map(({ id }) => id));
      }),
      { numRuns: 60 },
    );
  });

  test('refuses the cursor of another order, and of other filters', async () => {
    const author = stack.caller();
    await several(author, 2);
    const { next_cursor } = await author.call(ListContent, { limit: 1, sort: 'created_at' });
    const cursor = next_cursor as string;
    for (const other of [{}, { sort: '-created_at' }, { sort: 'updated_at' }, { sort: 'created_at', status: 'draft' }] as const) {
      await expect(author.call(ListContent, { cursor, ...other })).rejects.toMatchObject({ code: 'PLATFORM_CURSOR_INVALID' });
    }
    expect((await author.call(ListContent, { cursor, limit: 5, sort: 'created_at' })).items).toHaveLength(1);
  });

  test('shows a company only its own', async () => {
    const author = stack.caller();
    await several(author, 2);
    expect(await stack.caller().call(ListContent, {})).toEqual({ items: [], next_cursor: null });
    expect((await author.call(ListContent, {})).items).toHaveLength(2);
  });

  test('refuses a cursor that was changed or made by another list', async () => {
    const author = stack.caller();
    await several(author, 2);
    const { next_cursor } = await author.call(ListContent, { limit: 1 });
    const cursor = next_cursor as string;
    const changed = cursor.slice(0, 4) + (cursor[4] === 'A' ? 'B' : 'A') + cursor.slice(5);
    for (const wrong of [changed, cursor.slice(1), 'rubbish']) {
      await expect(author.call(ListContent, { cursor: wrong })).rejects.toMatchObject({ code: 'PLATFORM_CURSOR_INVALID' });
    }
  });

  test('fits into one answer with a hundred of the longest titles', async () => {
    const author = stack.caller();
    const title = '\u0001'.repeat(500);
    await Promise.all(Array.from({ length: 100 }, () => write(author, { title, platform: '\u0001'.repeat(50) })));
    const page = await author.call(ListContent, { limit: 100 });
    expect(page.items).toHaveLength(100);
    expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(768 * 1024);
  });

  test('finds each page through an index, also behind a filter that fits few', async () => {
    const author = stack.caller();
    await stack.query(
      `WITH made AS (SELECT uuidv7() AS id, uuidv7() AS version FROM generate_series(1, 5000)),
         versions AS (
           INSERT INTO content.content_versions (company_id, content_id, id, number, hash, content_type, created_by)
           SELECT $1, id, version, 1, repeat('0', 64), 'blog_post', $2 FROM made)
       INSERT INTO content.content (company_id, id, user_id, content_type, version_id, version_number, version_hash, search)
       SELECT $1, id, $2, 'blog_post', version, 1, repeat('0', 64), '' FROM made`,
      [author.companyId, author.userId],
    );
    const { id } = await write(author, { content_type: 'video' });
    await stack.query('ANALYZE content.content');
    const plan = await stack.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT id FROM content.content WHERE company_id = $1 AND content_type = 'video' ORDER BY created_at DESC, id DESC LIMIT 21`,
      [author.companyId],
    );
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain('idx_content_type');
    expect((await author.call(ListContent, { content_type: 'video' })).items.map((item) => item.id)).toEqual([id]);
  });
});

describe('while Redis is away', () => {
  test('contents are written and read all the same', async () => {
    // Nobody listens on port 1. The other instance is stopped so that every call goes to this one.
    await content.service[Symbol.asyncDispose]();
    await using _service = await start(readConfig({ ...stack.env('content'), REDIS_URL: 'redis://127.0.0.1:1' }));
    const author = stack.caller();
    const { id } = await write(author);
    expect(await author.call(GetContent, { content_id: id })).toMatchObject({ revision: 1 });
    await author.call(UpdateContent, { content_id: id, revision: 1, title: 'Second' });
    expect(await author.call(GetContent, { content_id: id })).toMatchObject({ revision: 2, title: 'Second' });
    expect((await author.call(ListContent, {})).items).toHaveLength(1);
  });
});
