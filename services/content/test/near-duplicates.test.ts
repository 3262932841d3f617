import { CreateContent, FindNearDuplicates, type InputOf, UpdateContent } from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { afterEach, describe, expect, test } from 'vitest';
import { useContent, write } from './use-content.js';

const { stack } = useContent();
const TEXT = 'The beta of our new editor is near, and everybody who writes for us may try it from Monday on.';
const FOUND = [{ content_id: newId(), title: 'The beta is here', similarity: 0.91 }];
const asked: InputOf<typeof FindNearDuplicates>[] = [];
let subscriptions: { unsubscribe(): void }[] = [];

/** Answers as the index would; without an answer the question stays open. */
function playIndex(answer: object | null): void {
  asked.length = 0;
  const requests = stack.nats.subscribe(FindNearDuplicates.subject, {
    callback: (_error, message) => {
      const { data, id } = JSON.parse(message.string()) as { data: InputOf<typeof FindNearDuplicates>; id: string };
      asked.push(data);
      if (answer) message.respond(JSON.stringify({ ...answer, isDisposed: true, id }));
    },
  });
  // As every service: where nobody does, callers take it for gone.
  subscriptions = [requests, stack.nats.subscribe('cancel.embeddings', { callback: () => undefined })];
}

afterEach(() => {
  for (const subscription of subscriptions) subscription.unsubscribe();
  subscriptions = [];
});

const create = (caller = stack.caller(), content_text: string | null = TEXT) =>
  caller.call(CreateContent, { content_type: 'blog_post', content_text });

describe('a written content', () => {
  test('is answered with those that say nearly the same', async () => {
    playIndex({ response: { items: FOUND } });
    expect(await create()).toMatchObject({ content_text: TEXT, near_duplicates: FOUND });
    expect(asked).toEqual([{ fingerprint: { sketch: expect.any(String), bands: expect.any(Array) }, except_content_id: null }]);
  });

  test('is compared again when its text changes, with others than itself, and only then', async () => {
    playIndex({ response: { items: FOUND } });
    const author = stack.caller();
    const { id, content_text, ...created } = await write(author, { content_text: TEXT });
    const changed = await author.call(UpdateContent, { content_id: id, revision: 1, content_text: `${content_text} Come in.` });
    expect(changed.near_duplicates).toEqual(FOUND);
    expect(asked.map(({ except_content_id }) => except_content_id)).toEqual([null, id]);
    const named = await author.call(UpdateContent, { content_id: id, revision: 2, title: `${created.title}!` });
    expect(named).not.toHaveProperty('near_duplicates');
    expect(asked).toHaveLength(2);
  });

  test('has none where there is too little text to tell, and nobody is asked', async () => {
    playIndex({ response: { items: FOUND } });
    expect((await create(stack.caller(), 'The beta is near.')).near_duplicates).toEqual([]);
    expect((await create(stack.caller(), null)).near_duplicates).toEqual([]);
    expect(asked).toEqual([]);
  });

  test('tells nothing to a key that may write contents and not read them', async () => {
    playIndex({ response: { items: FOUND } });
    expect((await create(stack.caller({ scopes: ['content:write'] }))).near_duplicates).toBeNull();
    expect(asked).toEqual([]);
  });

  test.each([
    ['is away', undefined],
    ['fails', { err: { code: 'PLATFORM_STORE_UNAVAILABLE' } }],
    ['does not answer within its time', null],
  ])('is written all the same where the index %s', async (_how, answer) => {
    if (answer !== undefined) playIndex(answer);
    const beganAt = Date.now();
    expect(await create()).toMatchObject({ content_text: TEXT, near_duplicates: null });
    expect(Date.now() - beganAt).toBeLessThan(2_000);
  });
});
