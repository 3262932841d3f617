import { randomUUID } from 'node:crypto';
import { ClickHouse, defineQuery } from '@smartcontent/clickhouse';
import type { RunningService } from '@smartcontent/service';
import { useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { readConfig, start } from '../src/app.js';
import { SearchIndex } from '../src/search/search-index.service.js';
import { documentOf } from './indexed-document.fixture.js';

const stack = useStack({ services: ['embeddings'] });
let clickhouse: ClickHouse;
let index: SearchIndex;
let service: RunningService;
beforeAll(async () => {
  clickhouse = await ClickHouse.open(stack.env('embeddings').CLICKHOUSE_URL as string);
  service = await start(readConfig(stack.env('embeddings')));
  index = service.get(SearchIndex);
});
afterAll(async () => {
  await clickhouse.close();
  await service[Symbol.asyncDispose]();
});

const liveQuery = defineQuery({
  name: 'test.live',
  sql: `SELECT d.title AS title, length(e.vector) AS dimensions, count() OVER () AS rows,
      (SELECT count() FROM search_postings WHERE write_id IN (SELECT write_id FROM search_documents FINAL WHERE content_id = {content:UUID})) AS terms
    FROM (SELECT * FROM search_documents FINAL WHERE content_id = {content:UUID} AND NOT is_deleted) AS d
    JOIN content_embeddings AS e ON e.write_id = d.write_id AND e.company_id = d.company_id`,
  params: z.object({ content: z.uuid() }),
  row: z.object({ title: z.string(), dimensions: z.number(), rows: z.number(), terms: z.number() }),
});
const live = (content: string) => clickhouse.run(liveQuery, { content });

const vectorsQuery = defineQuery({
  name: 'test.vectors',
  sql: 'SELECT count() AS vectors FROM content_embeddings WHERE company_id = {company:UUID}',
  params: z.object({ company: z.uuid() }),
  row: z.object({ vectors: z.number() }),
});
const vectorsOf = async (company: string) => (await clickhouse.run(vectorsQuery, { company }))[0]?.vectors;

test('a document is there as soon as it is written, and once where it was written twice', async () => {
  const document = documentOf({ title: 'Launch', text: 'Two words' });
  await index.write([document]);
  await index.write([document]);
  expect(await live(document.contentId)).toEqual([{ title: 'Launch', dimensions: 384, rows: 1, terms: 3 }]);
});

test('an older revision that comes late never wins', async () => {
  const document = documentOf({ title: 'New', revision: 5 });
  await index.write([document]);
  await index.write([{ ...document, title: 'Old', revision: 4 }]);
  expect(await live(document.contentId)).toMatchObject([{ title: 'New' }]);
});

test('of two writes of one revision that of the later claim wins, whichever comes last', async () => {
  const document = documentOf({ title: 'By the new embedder', revision: 5 });
  await index.write([{ ...document, claims: 2 }]);
  await index.write([{ ...document, title: 'By the old one', claims: 1 }]);
  expect(await live(document.contentId)).toMatchObject([{ title: 'By the new embedder' }]);
});

test('a tombstone hides what was written of its revision or before, also afterwards, until a newer one comes', async () => {
  const document = documentOf({ title: 'Gone', revision: 2 });
  const { companyId, contentId } = document;
  await index.write([document]);
  await index.tombstone([{ companyId, contentId, revision: 2 }]);
  await index.write([document]);
  expect(await live(contentId)).toEqual([]);
  await index.write([{ ...document, title: 'Back', revision: 3 }]);
  expect(await live(contentId)).toMatchObject([{ title: 'Back' }]);
});

test('a batch of more chunks than one insert takes arrives as a whole', async () => {
  const companyId = randomUUID();
  const chunks = documentOf({}).chunks;
  const documents = Array.from({ length: 5 }, () => ({
    ...documentOf({ companyId }),
    chunks: Array.from({ length: 500 }, () => chunks).flat(),
  }));
  await index.write(documents);
  for (const { contentId } of documents) expect((await live(contentId))[0]?.rows).toBe(500);
});

test('a sweep takes out replaced and unfinished writes that are old enough, and nothing that can be found', async () => {
  const [kept, gone] = [documentOf({ title: 'Kept' }), documentOf({ title: 'Gone' })];
  await index.write([kept, gone]);
  await index.write([{ ...kept, revision: 2 }]);
  await index.tombstone([{ companyId: gone.companyId, contentId: gone.contentId, revision: 2 }]);
  await index.sweep(new Date(Date.now() - 60_000));
  expect(await vectorsOf(kept.companyId)).toBe(2);
  await index.sweep(new Date(Date.now() + 60_000));
  expect(await vectorsOf(kept.companyId)).toBe(1);
  expect(await vectorsOf(gone.companyId)).toBe(0);
  expect(await live(kept.contentId)).toMatchObject([{ title: 'Kept' }]);
});
