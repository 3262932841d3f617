import { ClickHouse, defineQuery } from '@smartcontent/clickhouse';
import { SearchByWordAndMeaning } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';
import type { RunningService } from '@smartcontent/service';
import { type Caller, useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readConfig, start } from '../src/app.js';
import type { IndexedDocument } from '../src/indexed-document.js';
import { SearchIndex } from '../src/search/search-index.service.js';
import { documentOf } from './indexed-document.fixture.js';
import { writeDocuments } from './write-documents.fixture.js';

const stack = useStack({ services: ['embeddings'] });
let clickhouse: ClickHouse;
let index: SearchIndex;
let service: RunningService;
let ada: Caller;
beforeAll(async () => {
  clickhouse = await ClickHouse.open(stack.env('embeddings').CLICKHOUSE_URL as string);
  service = await start(readConfig(stack.env('embeddings')));
  index = service.get(SearchIndex);
});
beforeEach(() => {
  ada = stack.caller();
});
afterAll(async () => {
  await clickhouse.close();
  await service[Symbol.asyncDispose]();
});

const partsQuery = defineQuery({
  name: 'test.parts',
  sql: `SELECT (SELECT count() FROM content_embeddings WHERE company_id = {company:UUID}) AS vectors,
    (SELECT uniqExact(write_id) FROM search_postings WHERE company_id = {company:UUID}) AS writes`,
  params: z.object({ company: z.uuid() }),
  row: z.object({ vectors: z.number(), writes: z.number() }),
});
/** What lies in ClickHouse of her company, dead or not. */
const parts = async () => (await clickhouse.run(partsQuery, { company: ada.companyId }))[0];

const marmot = (said: Parameters<typeof documentOf>[0] = {}) =>
  documentOf({ companyId: ada.companyId, title: 'Marmot', metadata: { platform: 'blog' }, ...said });
const show = (...documents: IndexedDocument[]) => writeDocuments(service, ada, documents);
const hide = async ({ contentId }: IndexedDocument) =>
  service.get(Database).withTenant(await ada.context(), (tx) => index.hide(tx, ada.companyId, [contentId]));
const sweep = (before: number) => index.sweep(new Date(before), (work) => service.get(Database).withSystem('which writes count', work));
const found = async (filters = {}) =>
  (await ada.call(SearchByWordAndMeaning, { query: 'marmot', filters })).items.map(({ title }) => title);
/** Among what the row in ClickHouse names. */
const foundNarrowed = () => found({ platform: 'blog' });

test('a document is found as soon as its write is shown, and once where it was written twice', async () => {
  const document = marmot();
  await index.write([document]);
  expect(await found()).toEqual([]);
  for (const _ of [1, 2]) await show(document);
  expect([await found(), await foundNarrowed()]).toEqual([['Marmot'], ['Marmot']]);
});

test('an older revision that comes late never wins', async () => {
  const document = marmot({ title: 'Marmot now', revision: 5 });
  await show(document);
  await index.write([{ ...document, title: 'Marmot then', revision: 4 }]);
  expect([await found(), await foundNarrowed()]).toEqual([['Marmot now'], ['Marmot now']]);
});

test('of two writes of one revision that of the later claim wins, whichever comes last', async () => {
  const document = marmot({ title: 'Marmot by the new embedder', revision: 5 });
  await show({ ...document, claims: 2 });
  await index.write([{ ...document, title: 'Marmot by the old one', claims: 1 }]);
  expect(await foundNarrowed()).toEqual(['Marmot by the new embedder']);
});

test('a tombstone hides what was written of its revision or before, also afterwards, until a newer one comes', async () => {
  const document = marmot({ revision: 2 });
  const { companyId, contentId } = document;
  await show(document);
  await index.tombstone([{ companyId, contentId, revision: 2 }]);
  expect(await foundNarrowed()).toEqual([]);
  await show(document);
  expect(await foundNarrowed()).toEqual([]);
  await show({ ...document, title: 'Marmot is back', revision: 3 });
  expect(await foundNarrowed()).toEqual(['Marmot is back']);
});

test('a batch of more chunks than one insert takes arrives as a whole', async () => {
  const chunks = marmot().chunks;
  const documents = Array.from({ length: 5 }, () => ({ ...marmot(), chunks: Array.from({ length: 500 }, () => chunks).flat() }));
  await show(...documents);
  expect(await parts()).toEqual({ vectors: 2_500, writes: 5 });
  expect(await found()).toHaveLength(5);
});

describe('a sweep', () => {
  test('takes out writes that were replaced, deleted or never shown once they are old enough, and nothing that is found', async () => {
    const [kept, gone, unshown] = [marmot({ title: 'Marmot kept' }), marmot(), marmot({ title: 'Marmot shown at last' })];
    const words = marmot({ title: 'Marmot in words' });
    const withoutVectors = { ...words, chunks: words.chunks.map((chunk) => ({ ...chunk, vector: new Float32Array() })) };
    await show(kept, gone, withoutVectors);
    await show({ ...kept, revision: 2 }, { ...withoutVectors, revision: 2 });
    await index.write([unshown]);
    await show({ ...unshown, claims: 1 });
    await index.tombstone([{ companyId: gone.companyId, contentId: gone.contentId, revision: 2 }]);
    await hide(gone);
    await sweep(Date.now() - 60_000);
    expect(await parts()).toEqual({ vectors: 5, writes: 7 });
    await sweep(Date.now() + 60_000);
    expect(await parts()).toEqual({ vectors: 2, writes: 3 });
    expect((await found()).toSorted()).toEqual(['Marmot in words', 'Marmot kept', 'Marmot shown at last']);
  });

  test('takes out what has an id of the time when they were counted from 1970, where it is old by that count', async () => {
    const hour = 3_600_000;
    const plant = (milliseconds: number, writes: number) => {
      const ids = Array.from({ length: writes }, (_, place) => String((BigInt(milliseconds) << 22n) + BigInt(place)));
      return clickhouse.insertRaw({
        sql: 'INSERT INTO search_postings (company_id, term, write_id, impact, chunk) FORMAT JSONCompactEachRow',
        body: ids.map((id) => JSON.stringify([ada.companyId, 'marmot', id, 1, 0])).join('\n'),
      });
    };
    // More than one statement takes.
    await plant(Date.now() - 2 * hour, 2_500);
    await plant(Date.now() - 48 * hour, 1);
    // By an older release that still runs: its row may come yet.
    await plant(Date.now(), 1);
    await sweep(Date.now() - hour);
    expect(await parts()).toMatchObject({ writes: 1 });
  });

  test('leaves what contents are found by, also where ClickHouse names another write', async () => {
    const document = marmot({ title: 'Marmot of before' });
    await show(document);
    await index.write([{ ...document, title: 'Marmot that nobody was told of', revision: 2 }]);
    await sweep(Date.now() + 60_000);
    expect(await parts()).toEqual({ vectors: 2, writes: 2 });
    expect(await found()).toEqual(['Marmot of before']);
  });
});
