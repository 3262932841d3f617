import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ContentCreated,
  ContentMoved,
  ContentUpdated,
  GetEmbedderSettings,
  PutDocument,
  SearchByMeaning,
  SearchByWordAndMeaning,
  SetEmbedder,
} from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { type RunningSandbox, start as startSandbox } from '@smartcontent/sandbox';
import { type Caller, eventually } from '@smartcontent/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PlayedKeys } from './played-keys.fixture.js';
import { useEmbeddings } from './use-embeddings.js';

const embeddings = useEmbeddings();
const { stack } = embeddings;
const OFFLINE = expect.stringContaining('offline');
const PATIENCE = { timeoutMs: 20_000 };
let folder: string;
let sandbox: RunningSandbox;
let keys: PlayedKeys;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  sandbox = await startSandbox({ host: '127.0.0.1', port: 0, smtpPort: 0, dataFolder: folder });
  keys = new PlayedKeys(stack);
  await embeddings.start({ OUTGOING_ALLOWED_HOSTS: new URL(sandbox.url).host });
});
afterAll(async () => {
  keys.close();
  await sandbox[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** A company with a key of a played endpoint of its own. */
function company(box: string, protocol: 'anthropic' | 'openai' = 'openai') {
  const caller = stack.caller();
  keys.store(caller.companyId, box, protocol, `${sandbox.url}/models/${box}/v1`);
  const play = (path: string, body: unknown) =>
    fetch(`${sandbox.url}/models/${box}${path}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return {
    caller,
    play,
    choose: (input = {}) => caller.call(SetEmbedder, { provider: box, model: 'played-e', ...input }),
    put: (content_id = newId()) => caller.call(PutDocument, { content_id, title: 'Bees', text: 'Bees in the city.' }),
  };
}

/** Does not wait for the time of the next try. */
const tryNow = (id: string) => stack.query('UPDATE embeddings.documents SET next_attempt_at = now() WHERE content_id = $1', [id]);

describe('a company that chooses an endpoint', () => {
  it('has all its texts embedded anew, and is answered by the former embedder until they are', async () => {
    const { caller, play, choose, put } = company('moves');
    const { id } = embeddings.contents.set(caller.companyId, { revision: 1 });
    await embeddings.tell(ContentCreated, caller, id, 1);
    const { content_id } = await put();
    for (const each of [id, content_id]) await embeddings.document(caller, each, { state: 'indexed', model: OFFLINE });
    expect(await caller.call(GetEmbedderSettings, {})).toMatchObject({ provider: null, embedder: OFFLINE, answering: OFFLINE, waiting: 0 });
    await play('/faults', [{ kind: 'refuse', status: 503, times: 1_000 }]);
    expect(await choose()).toMatchObject({ embedder: 'moves/played-e/1536', answering: OFFLINE, waiting: 2 });
    await embeddings.document(caller, id, { state: 'failed', error_code: 'EMBEDDINGS_ENDPOINT_SERVER' });
    expect((await embeddings.found(caller)).map(({ model }) => model)).toEqual([OFFLINE, OFFLINE]);
    await play('/faults', []);
    for (const each of [id, content_id]) await tryNow(each);
    for (const each of [id, content_id]) await embeddings.document(caller, each, { state: 'indexed', model: 'moves/played-e/1536' });
    expect(await caller.call(GetEmbedderSettings, {})).toMatchObject({ answering: 'moves/played-e/1536', waiting: 0 });
    expect((await embeddings.found(caller)).map(({ model }) => model)).toEqual(['moves/played-e/1536', 'moves/played-e/1536']);
    expect(await caller.call(SetEmbedder, { provider: null })).toMatchObject({ provider: null, embedder: OFFLINE });
    await embeddings.document(caller, content_id, { state: 'indexed', model: OFFLINE });
  });

  it.each([
    ['refuses', { kind: 'refuse', status: 503, times: 1_000 }],
    ['hangs', { kind: 'slow', delay_ms: 20_000, times: 1_000 }],
  ])('is searched by the former embedder where the new one %s', async (box, fault) => {
    const { caller, play, choose, put } = company(box);
    const { content_id } = await put();
    await embeddings.document(caller, content_id, { state: 'indexed', model: OFFLINE });
    await play('/faults', [fault]);
    await choose();
    const found = { items: [{ content_id }], models: [OFFLINE] };
    const begun = performance.now();
    for (const _ of [1, 2, 3]) expect(await caller.call(SearchByWordAndMeaning, { query: 'bees' })).toMatchObject(found);
    expect(await caller.call(SearchByMeaning, { text: 'bees in the city' })).toMatchObject(found);
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  it('is searched by words alone where its only embedder fails, and told so where it asks by meaning', async () => {
    const { caller, play, choose, put } = company('broken');
    await choose();
    const { content_id } = await put();
    await embeddings.document(caller, content_id, { state: 'indexed', model: 'broken/played-e/1536' });
    await play('/faults', [{ kind: 'refuse', status: 503, times: 1_000 }]);
    expect(await caller.call(SearchByWordAndMeaning, { query: 'bees' })).toMatchObject({ items: [{ content_id }], models: [] });
    await expect(caller.call(SearchByMeaning, { text: 'bees' })).rejects.toMatchObject({ code: 'EMBEDDINGS_EMBEDDER_AWAY' });
    await play('/faults', []);
    expect(await caller.call(SearchByMeaning, { text: 'bees' })).toMatchObject({ items: [{ content_id }] });
  });

  it('is not asked again for a text that stays, and only for what is new of one that changes', async () => {
    const { caller, play, choose } = company('stays');
    await choose();
    const paragraphs = Array.from({ length: 6 }, (_, index) => `${index} ${'bees '.repeat(120)}.`);
    const { id } = embeddings.contents.set(caller.companyId, { revision: 1, content_text: paragraphs.join('\n\n') });
    await embeddings.tell(ContentCreated, caller, id, 1);
    const { chunks } = await embeddings.document(caller, id, { state: 'indexed', indexed_revision: 1 });
    expect(chunks).toBeGreaterThan(2);
    // Whoever asks now gets a refusal.
    await play('/faults', [{ kind: 'refuse', status: 400, times: 1_000 }]);
    embeddings.contents.set(caller.companyId, { id, revision: 2, status: 'review' });
    await embeddings.tell(ContentMoved, caller, id, 2);
    await embeddings.document(caller, id, { state: 'indexed', indexed_revision: 2, chunks });
    expect(await embeddings.found(caller)).toMatchObject([{ id, status: 'review' }]);
    embeddings.contents.set(caller.companyId, { id, revision: 3, content_text: `${paragraphs.join('\n\n')}\n\nAnd wasps.` });
    await embeddings.tell(ContentUpdated, caller, id, 3);
    await embeddings.document(caller, id, { state: 'failed', error_code: 'EMBEDDINGS_ENDPOINT_INVALID_REQUEST' });
    await play('/faults', []);
    await tryNow(id);
    await embeddings.document(caller, id, { state: 'indexed', indexed_revision: 3 });
    expect(await embeddings.found(caller)).toHaveLength(1);
  });

  it('indexes no vector of a document whose vectors are none, says why, and tries again', async () => {
    const { caller, play, choose, put } = company('faults');
    await choose();
    for (const [fault, why] of [
      [{ kind: 'nan' }, ''],
      [{ kind: 'null' }, ''],
      [{ kind: 'too-few' }, '0 vectors came for 1 texts'],
      [{ kind: 'zeros' }, 'all zeros'],
      [{ kind: 'dimensions', dimensions: 768 }, '768 dimensions instead of 1536'],
      [{ kind: 'broken-json' }, ''],
    ] as const) {
      await play('/faults', [fault]);
      const { content_id } = await put();
      const failed = await embeddings.document(caller, content_id, { state: 'failed', error_code: 'EMBEDDINGS_ENDPOINT_BAD_SHAPE' });
      expect(failed.error_message).toContain(why);
      expect(failed).toMatchObject({ attempts: 1, indexed_revision: null, next_attempt_at: expect.any(String) });
      await expect(
        caller.call(SearchByMeaning, { text: 'bees' }).then(({ items }) => items.map((item) => item.content_id)),
      ).resolves.not.toContain(content_id);
      await tryNow(content_id);
      await embeddings.document(caller, content_id, { state: 'indexed', error_code: null });
    }
  });

  it('keeps what was indexed where the endpoint comes to make vectors of another length', async () => {
    const { caller, play, choose, put } = company('changes');
    await choose({ dimensions: 64, asks_for_dimensions: false });
    await play('', { dimensions: 64 });
    const first = await put();
    await embeddings.document(caller, first.content_id, { state: 'indexed', model: 'changes/played-e/64' });
    await play('', { dimensions: 96 });
    const second = await put();
    await embeddings.document(caller, second.content_id, { state: 'failed', attempts: 1 });
    // The same settings once more are a reason to try again.
    await choose({ dimensions: 64 });
    const failed = await embeddings.document(caller, second.content_id, { state: 'failed', attempts: 1 });
    expect(failed.error_message).toContain('96 dimensions instead of 64');
    const { items } = await caller.call(SearchByWordAndMeaning, { query: 'bees' });
    expect(items.map(({ content_id }) => content_id).toSorted()).toEqual([first.content_id, second.content_id].toSorted());
    await embeddings.document(caller, first.content_id, { state: 'indexed', model: 'changes/played-e/64' });
    await choose({ dimensions: 96 });
    for (const { content_id } of [first, second])
      await embeddings.document(caller, content_id, { state: 'indexed', model: 'changes/played-e/96' });
  });

  it('asks for a length where it is told to', async () => {
    const { caller, choose, put } = company('shorter');
    await choose({ dimensions: 32, asks_for_dimensions: true });
    const { content_id } = await put();
    await embeddings.document(caller, content_id, { state: 'indexed', model: 'shorter/played-e/32' });
  });

  it('finds its documents waiting for a key that was switched off', async () => {
    const { caller, choose, put } = company('revoked');
    await choose();
    keys.switchOff(caller.companyId, 'revoked');
    await eventually(async () => {
      const { content_id } = await put();
      await embeddings.document(caller, content_id, { state: 'failed', error_code: 'IDENTITY_PROVIDER_KEY_INACTIVE' });
    }, PATIENCE);
  });

  it('is told at once of a key that is not there, and of a provider that embeds nothing', async () => {
    const refusal = (call: Promise<unknown>, code: string) => expect(call).rejects.toMatchObject({ code });
    const { caller, choose } = company('unfit', 'anthropic');
    await refusal(choose(), 'EMBEDDINGS_PROVIDER_UNFIT');
    await refusal(caller.call(SetEmbedder, { provider: 'nobody', model: 'e' }), 'IDENTITY_PROVIDER_KEY_NOT_FOUND');
    await refusal(caller.call(SetEmbedder, { provider: 'unfit' }), 'PLATFORM_INPUT_INVALID');
    await refusal(caller.call(SetEmbedder, { provider: null, model: 'e' }), 'PLATFORM_INPUT_INVALID');
    expect(await caller.call(GetEmbedderSettings, {})).toMatchObject({ provider: null, updated_at: null });
  });
});

it('settings are of one company, and two changes at once leave one of them', async () => {
  const { caller, choose } = company('races');
  const other: Caller = stack.caller();
  await Promise.all([choose({ dimensions: 16 }), choose({ dimensions: 24 }), choose({ dimensions: 32 })]);
  const { embedder } = await caller.call(GetEmbedderSettings, {});
  expect(embedder).toMatch(/^races\/played-e\/(16|24|32)$/);
  expect(await other.call(GetEmbedderSettings, {})).toMatchObject({ provider: null, embedder: OFFLINE });
});
