import { ContentCreated, DeleteDocument, GetDocument, ListDocuments, PutDocument } from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { eventually } from '@smartcontent/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { useEmbeddings } from './use-embeddings.js';

const embeddings = useEmbeddings();
const { stack } = embeddings;
beforeAll(async () => {
  await embeddings.start();
});

const refusal = (code: string) => ({ code });
const TEXT = { title: 'Elsewhere', text: 'A text that was written elsewhere.' };

describe('a text that is put into the index', () => {
  test('is found with what it is filtered by, until another takes its place or it is deleted', async () => {
    const caller = stack.caller();
    const content_id = newId();
    const metadata = { content_type: 'email' as const, topics: ['letters'], status: 'published' as const };
    const put = await caller.call(PutDocument, { content_id, ...TEXT, metadata });
    expect(put).toMatchObject({ state: 'pending', source: 'api', revision: 1, indexed_revision: null });
    const kept = await embeddings.document(caller, content_id, { state: 'indexed', indexed_revision: 1 });
    expect(kept).toMatchObject({ ...TEXT, metadata: { ...metadata, user_id: null }, next_attempt_at: null, model: expect.any(String) });
    await caller.call(PutDocument, { content_id, text: 'Another one.' });
    await embeddings.document(caller, content_id, { state: 'indexed', indexed_revision: 2, title: null, text: 'Another one.' });
    expect(await embeddings.found(caller)).toMatchObject([{ id: content_id, title: '' }]);
    expect(await caller.call(DeleteDocument, { content_id })).toBeNull();
    await eventually(async () => expect(await embeddings.found(caller)).toEqual([]));
    await eventually(() =>
      expect(caller.call(GetDocument, { content_id })).rejects.toMatchObject(refusal('EMBEDDINGS_DOCUMENT_NOT_FOUND')),
    );
    await caller.call(PutDocument, { content_id, ...TEXT });
    await embeddings.document(caller, content_id, { state: 'indexed', revision: 4 });
    expect(await embeddings.found(caller)).toMatchObject([{ id: content_id, title: 'Elsewhere' }]);
  });

  test('is refused under the id of a content that the platform keeps itself', async () => {
    const caller = stack.caller();
    const { id: content_id } = embeddings.contents.set(caller.companyId);
    await embeddings.tell(ContentCreated, caller, content_id, 1);
    await embeddings.document(caller, content_id, { state: 'indexed', source: 'content', title: null, text: null, metadata: null });
    const managed = refusal('EMBEDDINGS_DOCUMENT_MANAGED');
    await expect(caller.call(PutDocument, { content_id, ...TEXT })).rejects.toMatchObject(managed);
    await expect(caller.call(DeleteDocument, { content_id })).rejects.toMatchObject(managed);
  });

  test('makes room for a content that is made under its id later', async () => {
    const caller = stack.caller();
    const content_id = newId();
    for (const _ of [1, 2, 3]) await caller.call(PutDocument, { content_id, ...TEXT });
    await embeddings.document(caller, content_id, { state: 'indexed', revision: 3 });
    embeddings.contents.set(caller.companyId, { id: content_id, title: 'The content', revision: 1 });
    await embeddings.tell(ContentCreated, caller, content_id, 1);
    await embeddings.document(caller, content_id, { state: 'indexed', source: 'content', revision: 1, text: null });
    expect(await embeddings.found(caller)).toMatchObject([{ title: 'The content' }]);
  });

  test('is nobody else’s', async () => {
    const [caller, stranger] = [stack.caller(), stack.caller()];
    const content_id = newId();
    await caller.call(PutDocument, { content_id, ...TEXT });
    const notFound = refusal('EMBEDDINGS_DOCUMENT_NOT_FOUND');
    await expect(stranger.call(GetDocument, { content_id })).rejects.toMatchObject(notFound);
    await expect(stranger.call(DeleteDocument, { content_id })).rejects.toMatchObject(notFound);
    await stranger.call(PutDocument, { content_id, text: 'The stranger’s own.' });
    expect(await caller.call(GetDocument, { content_id })).toMatchObject(TEXT);
    expect((await stranger.call(ListDocuments, {})).items).toHaveLength(1);
  });

  test('says something', async () => {
    const invalid = refusal('PLATFORM_INPUT_INVALID');
    for (const text of ['', ' \n', 'NUL \0']) {
      await expect(stack.caller().call(PutDocument, { content_id: newId(), text })).rejects.toMatchObject(invalid);
    }
    await expect(stack.caller().call(DeleteDocument, { content_id: newId() })).rejects.toMatchObject(
      refusal('EMBEDDINGS_DOCUMENT_NOT_FOUND'),
    );
  });
});

test('the list of documents is walked by id, page by page, of one state', async () => {
  const caller = stack.caller();
  const ids = Array.from({ length: 5 }, () => newId()).toSorted();
  for (const content_id of ids) await caller.call(PutDocument, { content_id, ...TEXT });
  for (const content_id of ids) await embeddings.document(caller, content_id, { state: 'indexed' });
  const first = await caller.call(ListDocuments, { limit: 3, state: 'indexed' });
  const second = await caller.call(ListDocuments, { limit: 3, state: 'indexed', cursor: first.next_cursor as string });
  expect([...first.items, ...second.items].map(({ content_id }) => content_id)).toEqual(ids);
  expect(second.next_cursor).toBeNull();
  expect((await caller.call(ListDocuments, { state: 'failed' })).items).toEqual([]);
  expect((await caller.call(ListDocuments, { state: ['failed', 'indexed'] })).items).toHaveLength(5);
  const other = caller.call(ListDocuments, { state: 'failed', cursor: first.next_cursor as string });
  await expect(other).rejects.toMatchObject({ code: 'PLATFORM_CURSOR_INVALID' });
});
