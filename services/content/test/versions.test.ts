import { RequestClient } from '@smartcontent/bus';
import {
  ArchiveContent,
  type CallOf,
  type CreateContent,
  GetVersion,
  ListVersions,
  UpdateContent,
  versionHash,
} from '@smartcontent/contracts';
import { Database, newId } from '@smartcontent/database';
import type { Caller } from '@smartcontent/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusal, useContent, write } from './use-content.js';

const content = useContent();
const { stack } = content;

/** A content with so many versions. */
async function rewritten(author: Caller, times: number): Promise<string> {
  const { id } = await write(author);
  for (let revision = 1; revision < times; revision++) {
    await author.call(UpdateContent, { content_id: id, revision, content_text: `Text ${revision + 1}` });
  }
  return id;
}

describe('a version', () => {
  test('comes back with exactly the text that its hash was made of, whatever the text', async () => {
    const author = stack.caller();
    const text = fc.string({ unit: 'grapheme', maxLength: 200 }).filter((value) => value.isWellFormed() && !value.includes('\0'));
    const json = fc.jsonValue({ maxDepth: 3, stringUnit: 'grapheme' }).filter((value) => !JSON.stringify(value).includes('\\u0000'));
    const fields = fc.record({
      title: fc.option(text),
      content_text: fc.option(text),
      metadata: fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), json),
    });
    await fc.assert(
      fc.asyncProperty(fields, async (input) => {
        const written = await write(author, input as Partial<CallOf<typeof CreateContent>>);
        const version = await author.call(GetVersion, { content_id: written.id, version_id: written.version_id });
        expect(version.hash).toBe(written.version_hash);
        expect(versionHash(version)).toBe(version.hash);
      }),
      { numRuns: 40 },
    );
  });

  test('cannot be changed by whoever serves requests, only be approved', async () => {
    const author = stack.caller();
    const { id } = await write(author);
    const database = content.service.get(Database);
    const context = await author.context();
    for (const change of ["content_text = 'other'", "hash = repeat('0', 64)", "title = 'other'", 'number = 7', 'created_by = id']) {
      const update = `UPDATE content.content_versions SET ${change}`;
      await expect(database.withTenant(context, (tx) => tx.query(update))).rejects.toThrow('permission denied');
      await expect(database.withSystem('test', (tx) => tx.query(update))).rejects.toThrow('permission denied');
    }
    await expect(database.withTenant(context, (tx) => tx.query('DELETE FROM content.content_versions'))).rejects.toThrow(
      'permission denied',
    );
    expect((await author.call(ListVersions, { content_id: id })).items).toMatchObject([{ number: 1, title: 'Road to 1.0' }]);
  });

  test('is read by scheduling with its own actor, inside the company that it names', async () => {
    const author = stack.caller();
    const { id, version_id } = await write(author);
    const tokens = stack.actorTokens('scheduling');
    const client = new RequestClient(stack.nats);
    const input = { content_id: id, version_id };
    const own = await tokens.serviceContext(author.companyId, 'read the version of a post');
    expect(await client.call(GetVersion, input, own)).toMatchObject({
      id: version_id,
      content_text: 'The beta is near.',
      approved_at: null,
    });
    const foreign = await tokens.serviceContext(newId(), 'read the version of a post');
    await expect(client.call(GetVersion, input, foreign)).rejects.toMatchObject(refusal('CONTENT_VERSION_NOT_FOUND'));
    const other = await stack.actorTokens('analytics').serviceContext(author.companyId, 'curiosity');
    await expect(client.call(GetVersion, input, other)).rejects.toMatchObject({ code: expect.stringMatching(/^PLATFORM_/) });
  });

  test('is not found under another content, in another company or at all', async () => {
    const author = stack.caller();
    const [one, two] = [await write(author), await write(author)];
    const notFound = refusal('CONTENT_VERSION_NOT_FOUND');
    await expect(author.call(GetVersion, { content_id: one.id, version_id: two.version_id })).rejects.toMatchObject(notFound);
    await expect(author.call(GetVersion, { content_id: one.id, version_id: newId() })).rejects.toMatchObject(notFound);
    const stranger = stack.caller();
    await expect(stranger.call(GetVersion, { content_id: one.id, version_id: one.version_id })).rejects.toMatchObject(notFound);
  });

  test('loses its approval when its content is archived', async () => {
    const author = stack.caller();
    const { id, version_id } = await write(author);
    await author.call(ArchiveContent, { content_id: id });
    expect(await author.call(GetVersion, { content_id: id, version_id })).toMatchObject({ approved_by: null, approved_at: null });
  });
});

describe('the list of versions', () => {
  test('is walked newest first, page by page, while new ones are made', async () => {
    const author = stack.caller();
    const id = await rewritten(author, 5);
    const first = await author.call(ListVersions, { content_id: id, limit: 2 });
    await author.call(UpdateContent, { content_id: id, revision: 5, content_text: 'A sixth' });
    const second = await author.call(ListVersions, { content_id: id, limit: 2, cursor: first.next_cursor as string });
    const third = await author.call(ListVersions, { content_id: id, limit: 2, cursor: second.next_cursor as string });
    const numbers = [first, second, third].map(({ items }) => items.map(({ number }) => number));
    expect(numbers).toEqual([[5, 4], [3, 2], [1]]);
    expect(third.next_cursor).toBeNull();
    expect(first.items[0]).not.toHaveProperty('content_text');
  });

  test('refuses a cursor of another content and a changed one', async () => {
    const author = stack.caller();
    const [id, other] = [await rewritten(author, 2), await rewritten(author, 2)];
    const { next_cursor } = await author.call(ListVersions, { content_id: id, limit: 1 });
    const cursor = next_cursor as string;
    const refused = refusal('PLATFORM_CURSOR_INVALID');
    await expect(author.call(ListVersions, { content_id: other, cursor })).rejects.toMatchObject(refused);
    await expect(author.call(ListVersions, { content_id: id, cursor: `${cursor}x` })).rejects.toMatchObject(refused);
  });

  test('of a content that is not there, or another company’s, is not found', async () => {
    const { id } = await write(stack.caller());
    const stranger = stack.caller();
    await expect(stranger.call(ListVersions, { content_id: id })).rejects.toMatchObject(refusal('CONTENT_NOT_FOUND'));
    await expect(stranger.call(ListVersions, { content_id: newId() })).rejects.toMatchObject(refusal('CONTENT_NOT_FOUND'));
  });
});
