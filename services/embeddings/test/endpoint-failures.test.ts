import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ContentCreated,
  ContentMoved,
  ContentUpdated,
  ListSimilarContent,
  PutDocument,
  SearchByMeaning,
  SearchByWordAndMeaning,
  SetEmbedder,
} from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { type Caller, eventually } from '@smartcontent/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { PlayedKeys } from './played-keys.fixture.js';
import { useEmbeddings } from './use-embeddings.js';

const embeddings = useEmbeddings();
const { stack } = embeddings;
const MODEL = 'played/e/4';
let server: Server;
let keys: PlayedKeys;
/** What the endpoint does with a request; undefined where it fails. */
let vectorOf: (text: string) => number[] | undefined;
let asked = 0;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    asked++;
    const { input } = JSON.parse(Buffer.concat(await request.toArray()).toString()) as { input: string | string[] };
    const vectors = [input].flat().map(vectorOf);
    const isDown = vectors.includes(undefined);
    response.writeHead(isDown ? 500 : 200, { 'content-type': 'application/json' });
    const data = vectors.map((embedding, index) => ({ object: 'embedding', index, embedding }));
    response.end(JSON.stringify(isDown ? {} : { object: 'list', model: 'e', data, usage: { prompt_tokens: 1, total_tokens: 1 } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  keys = new PlayedKeys(stack);
  await embeddings.start({ OUTGOING_ALLOWED_HOSTS: `127.0.0.1:${(server.address() as AddressInfo).port}` });
});
beforeEach(() => {
  vectorOf = () => [1, 2, 3, 4];
});
afterAll(() => {
  keys.close();
  server.close();
});

const choose = (caller: Caller) => {
  keys.store(caller.companyId, 'played', 'openai', `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`);
  return caller.call(SetEmbedder, { provider: 'played', model: 'e', dimensions: 4 });
};
async function put(caller: Caller, text: string): Promise<string> {
  const content_id = newId();
  await caller.call(PutDocument, { content_id, title: 'Bees', text });
  return content_id;
}

test.each([
  ['zeros', () => [0, 0, 0, 0]],
  ['an error', () => undefined],
])('a text that the endpoint has %s for keeps no other out of the index, and is tried again for ever', async (_, answer) => {
  const caller = stack.caller();
  const bad = await put(caller, 'poison');
  const others = [await put(caller, 'one'), await put(caller, 'two')];
  for (const id of [bad, ...others]) await embeddings.document(caller, id, { state: 'indexed' });
  vectorOf = (text) => (text.includes('poison') ? answer() : [1, 2, 3, 4]);
  await choose(caller);
  for (const id of others) await embeddings.document(caller, id, { state: 'indexed', model: MODEL, attempts: 0 });
  await embeddings.document(caller, bad, { state: 'failed' });
  await stack.query('UPDATE embeddings.documents SET attempts = 20, next_attempt_at = now() WHERE content_id = $1', [bad]);
  await eventually(
    async () => {
      const rows = await stack.query(
        `SELECT extract(epoch FROM next_attempt_at - now())::int > 300 AS is_later FROM embeddings.documents WHERE content_id = $1 AND attempts = 21`,
        [bad],
      );
      expect(rows).toEqual([{ is_later: true }]);
    },
    { timeoutMs: 20_000 },
  );
});

test('while an endpoint fails, what was edited is found by its words of now and by nothing of before', async () => {
  const caller = stack.caller();
  await choose(caller);
  const paragraph = (word: string) => `${word} ${'bees in the city '.repeat(45)}.`;
  const write = (revision: number, ...words: string[]) =>
    embeddings.contents.set(caller.companyId, { id, revision, title: 'Bees', content_text: words.map(paragraph).join('\n\n') });
  const id = newId();
  write(1, 'staying', 'embarrassing');
  await embeddings.tell(ContentCreated, caller, id, 1);
  await embeddings.document(caller, id, { state: 'indexed', chunks: 2 });
  const found = async (query: string) => (await caller.call(SearchByWordAndMeaning, { query })).items;
  expect(await found('embarrassing')).toMatchObject([{ content_id: id }]);
  vectorOf = () => undefined;
  write(2, 'staying', 'harmless');
  await embeddings.tell(ContentUpdated, caller, id, 2);
  await embeddings.document(caller, id, { state: 'failed', revision: 2, indexed_revision: 1, error_code: 'EMBEDDINGS_ENDPOINT_SERVER' });
  expect(await found('embarrassing')).toEqual([]);
  const [item] = await found('harmless');
  expect(item?.highlights[0]?.text).toContain('harmless');
  expect((await caller.call(ListSimilarContent, { content_id: id })).items).toEqual([]);
  // The vector of what stayed is kept: only what is new is asked for.
  const texts: string[] = [];
  vectorOf = (text) => {
    texts.push(text);
    return [1, 2, 3, 4];
  };
  await choose(caller);
  await embeddings.document(caller, id, { state: 'indexed', indexed_revision: 2, error_code: null });
  expect(texts.filter((text) => text.includes('staying'))).toEqual([]);
  const near = await caller.call(SearchByMeaning, { text: 'insects' });
  expect(near.items).toMatchObject([{ content_id: id }]);
});

test('a text that comes while the endpoint fails is found by its words, and like others by them', async () => {
  const caller = stack.caller();
  await choose(caller);
  const first = await put(caller, 'A swarm of bees in the oak.');
  await embeddings.document(caller, first, { state: 'indexed' });
  vectorOf = () => undefined;
  const second = await put(caller, 'Another swarm of bees in the oak.');
  await embeddings.document(caller, second, { state: 'failed', indexed_revision: null });
  const { items } = await caller.call(SearchByWordAndMeaning, { query: 'another swarm' });
  expect(items.map(({ content_id }) => content_id)).toEqual([second, first]);
  expect((await caller.call(ListSimilarContent, { content_id: second })).items).toMatchObject([{ content_id: first }]);
});

test('an endpoint that fails is left alone for a while, and what needs no vector of it goes on', async () => {
  const caller = stack.caller();
  await choose(caller);
  const { id } = embeddings.contents.set(caller.companyId, { revision: 1 });
  await embeddings.tell(ContentCreated, caller, id, 1);
  await embeddings.document(caller, id, { state: 'indexed', model: MODEL });
  vectorOf = () => undefined;
  asked = 0;
  const first = await put(caller, 'text');
  await embeddings.document(caller, first, { state: 'failed', attempts: 1 });
  // Each of these alone would be asked for.
  const others = await Promise.all(Array.from({ length: 8 }, (_, each) => put(caller, `text ${each}`)));
  for (const other of others) await embeddings.document(caller, other, { state: 'failed' });
  embeddings.contents.set(caller.companyId, { id, revision: 2, status: 'review' });
  await embeddings.tell(ContentMoved, caller, id, 2);
  await embeddings.document(caller, id, { state: 'indexed', indexed_revision: 2 });
  expect(asked).toBeLessThan(5);
  vectorOf = () => [1, 2, 3, 4];
  // Whoever gives the same settings again has mended it.
  await choose(caller);
  await embeddings.document(caller, first, { state: 'indexed' });
});
