import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ContentCreated, ContentMoved, PutDocument, SetEmbedder } from '@smartcontent/contracts';
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
  for (let each = 0; each < 8; each++)
    await embeddings.document(caller, await put(caller, `text ${each}`), { state: 'failed', attempts: 0 });
  embeddings.contents.set(caller.companyId, { id, revision: 2, status: 'review' });
  await embeddings.tell(ContentMoved, caller, id, 2);
  await embeddings.document(caller, id, { state: 'indexed', indexed_revision: 2 });
  expect(asked).toBeLessThan(5);
  vectorOf = () => [1, 2, 3, 4];
  // Whoever gives the same settings again has mended it.
  await choose(caller);
  await embeddings.document(caller, first, { state: 'indexed' });
});
