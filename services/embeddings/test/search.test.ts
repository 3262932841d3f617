import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClickHouse } from '@smartcontent/clickhouse';
import { ListSimilarContent, type SearchAnswer, SearchByMeaning, SearchByWordAndMeaning } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';
import type { RunningService } from '@smartcontent/service';
import { type Caller, useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig, start } from '../src/app.js';
import type { IndexedDocument } from '../src/indexed-document.js';
import { SearchIndex } from '../src/search/search-index.service.js';
import { documentOf } from './indexed-document.fixture.js';
import { writeDocuments } from './write-documents.fixture.js';

const stack = useStack({ services: ['embeddings'] });
let service: RunningService;
let index: SearchIndex;
let ada: Caller;
beforeAll(async () => {
  service = await start(readConfig(stack.env('embeddings')));
  index = service.get(SearchIndex);
  ada = stack.caller({ role: 'viewer' });
});
afterAll(() => service[Symbol.asyncDispose]());

type Said = Omit<Parameters<typeof documentOf>[0], 'companyId'>;

async function put(...said: Said[]): Promise<IndexedDocument[]> {
  const documents = said.map((one) => documentOf({ ...one, companyId: ada.companyId }));
  await writeDocuments(service, ada, documents);
  return documents;
}
const titlesOf = ({ items }: SearchAnswer) => items.map(({ title }) => title);
const search = (query: string, filters = {}) => ada.call(SearchByWordAndMeaning, { query, filters });

test('finds a content by its words with what was found marked, and says whose vectors were asked', async () => {
  await put({ title: 'Sourdough at home', text: 'Feed the starter daily.\n\nThe oven must be hot before the loaf goes in.' });
  const answer = await search('hot ovens');
  expect(answer.models).toEqual(['offline-ngram-384-v1']);
  expect(answer.items[0]).toMatchObject({ title: 'Sourdough at home', word_rank: 1, meaning_rank: 1 });
  const [piece] = answer.items[0]?.highlights ?? [];
  expect(piece?.marks.map(({ start, end }) => piece.text.slice(start, end))).toEqual(['oven', 'hot']);
});

test('answers all who ask at once after a company has grown much', async () => {
  const bea = stack.caller({ role: 'viewer' });
  const add = (count: number) =>
    writeDocuments(
      service,
      bea,
      Array.from({ length: count }, (_, n) => documentOf({ companyId: bea.companyId, title: `Marmot ${n}` })),
    );
  const ask = (query: string) => bea.call(SearchByWordAndMeaning, { query });
  await add(1);
  await ask('marmot');
  await add(5);
  // Words that nothing holds are asked for anew each time, and tell how many contents there are now.
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => ask(`marmot unheard${n}`)));
  for (const { items } of answers) expect(items).toHaveLength(6);
});

test('narrows by engagement as it is worth now', async () => {
  const [kept, faded] = await put({ title: 'Marmot kept' }, { title: 'Marmot faded' });
  const day = 86_400_000;
  const of = (document: IndexedDocument | undefined, days: number) => {
    return { companyId: ada.companyId, contentId: document?.contentId ?? '', score: 4, measuredAt: new Date(Date.now() - days * day) };
  };
  await index.keepEngagement([of(kept, 1), of(faded, 45)]);
  expect(titlesOf(await search('marmot', { min_engagement_score: 2 }))).toEqual(['Marmot kept']);
});

test('finds nothing by meaning for a text without words, nor what is near by chance', async () => {
  await put({ title: 'Heather honey', text: 'Bees on the moor in August.' });
  for (const text of ['?!', 'quadratic reciprocity'])
    expect(titlesOf(await ada.call(SearchByMeaning, { text }))).not.toContain('Heather honey');
  expect((await ada.call(SearchByMeaning, { text: '?!' })).items).toEqual([]);
});

test('finds nothing of another company', async () => {
  const other = stack.caller({ role: 'viewer' });
  await writeDocuments(service, other, [documentOf({ companyId: other.companyId, title: 'Zeppelin secrets' })]);
  expect(titlesOf(await other.call(SearchByWordAndMeaning, { query: 'Zeppelin secrets' }))).toEqual(['Zeppelin secrets']);
  for (const contract of [SearchByWordAndMeaning, SearchByMeaning]) {
    const input = contract === SearchByMeaning ? { text: 'Zeppelin secrets' } : { query: 'Zeppelin secrets' };
    expect(titlesOf(await ada.call(contract, input as never))).not.toContain('Zeppelin secrets');
  }
});

test('shows a changed content as it is now and a deleted one not at all, also where only dead writes stand in front', async () => {
  const [document] = await put({ title: 'Quokka diary', text: 'quokka '.repeat(50) });
  if (!document) throw new Error('Nothing was written');
  await put({ title: 'Another quokka', text: 'One quokka among many other words of no weight at all.' });
  for (let revision = 2; revision < 24; revision += 1)
    await writeDocuments(service, ada, [{ ...document, revision, title: `Quokka diary ${revision}` }]);
  expect(titlesOf(await search('quokka'))).toEqual(['Quokka diary 23', 'Another quokka']);
  await service.get(Database).withTenant(await ada.context(), (tx) => index.hide(tx, ada.companyId, [document.contentId]));
  expect(titlesOf(await search('quokka'))).toEqual(['Another quokka']);
});

test('finds a content no more once it is known to be deleted, though no index has heard of it yet', async () => {
  const [document] = await put({ title: 'Numbat notes' });
  expect(titlesOf(await search('numbat'))).toEqual(['Numbat notes']);
  const row = "INSERT INTO embeddings.documents (company_id, content_id, source, state, revision) VALUES ($1, $2, 'content', 'deleted', 2)";
  await stack.query(row, [ada.companyId, document?.contentId]);
  expect(titlesOf(await search('numbat'))).toEqual([]);
});

test('weighs words anew once a company is another one than was counted', async () => {
  const caller = stack.caller({ role: 'viewer' });
  const find = async (query: string) => titlesOf(await caller.call(SearchByWordAndMeaning, { query }));
  const of = (title: string, text: string) => documentOf({ companyId: caller.companyId, title, text });
  await writeDocuments(service, caller, [of('First', 'the')]);
  expect(await find('the')).toEqual(['First']);
  const many = Array.from({ length: 30 }, (_, place) => of(`The ${place}`, 'the '.repeat(40)));
  await writeDocuments(service, caller, [...many, of('Rare', `${'other words '.repeat(300)} aardvark`)]);
  expect((await find('the aardvark'))[0]).toBe('Rare');
});

test('weighs words by all writes or by none, however often contents were written anew', async () => {
  const caller = stack.caller({ role: 'viewer' });
  const of = (title: string, text: string) => documentOf({ companyId: caller.companyId, title, text });
  const all = [
    ...Array.from({ length: 20 }, (_, place) => of(`Filler ${place}`, 'nothing')),
    ...Array.from({ length: 6 }, (_, place) => of(`Long ${place}`, `${'other words '.repeat(300)} lantern`)),
    ...Array.from({ length: 10 }, (_, place) => of(`Short ${place}`, 'harbor '.repeat(30))),
  ];
  for (let revision = 1; revision < 6; revision += 1)
    await writeDocuments(
      service,
      caller,
      all.map((document) => ({ ...document, revision })),
    );
  const clickhouse = await ClickHouse.open(stack.env('embeddings').CLICKHOUSE_URL as string);
  await clickhouse.command('OPTIMIZE TABLE search_documents FINAL');
  await clickhouse.close();
  const { items } = await caller.call(SearchByWordAndMeaning, { query: 'lantern harbor', limit: 50 });
  expect(items[0]?.title).toMatch(/^Short/);
  expect(items).toHaveLength(16);
});

describe('filters', () => {
  const userId = randomUUID();
  const all = ['Ocelot old', 'Ocelot new', 'Ocelot plain'];
  beforeAll(async () => {
    const [old, fresh] = await put(
      {
        title: 'Ocelot old',
        metadata: {
          userId,
          contentType: 'email',
          topics: ['cats', 'south'],
          createdAt: new Date('2025-01-01'),
          publishedAt: new Date('2025-02-01'),
        },
      },
      {
        title: 'Ocelot new',
        metadata: { platform: 'x', status: 'published', topics: ['cats'], createdAt: new Date('2026-01-01'), qualityScore: 8 },
      },
      { title: 'Ocelot plain' },
    );
    const engagement = (document?: IndexedDocument) => ({
      companyId: ada.companyId,
      contentId: document?.contentId ?? '',
      measuredAt: new Date(),
    });
    await index.keepEngagement([
      { ...engagement(old), score: 0.9 },
      { ...engagement(fresh), score: 0.1 },
    ]);
  });

  test.each([
    ['user', () => ({ user_id: userId }), ['Ocelot old']],
    ['type', () => ({ content_type: 'email' }), ['Ocelot old']],
    ['platform', () => ({ platform: 'x' }), ['Ocelot new']],
    ['status', () => ({ status: 'published' }), ['Ocelot new']],
    ['any of some topics', () => ({ topics: ['south', 'north'] }), ['Ocelot old']],
    ['when it was made', () => ({ created_from: '2025-06-01T00:00:00+02:00' }), ['Ocelot new']],
    ['when it was made, to an end that is not included', () => ({ created_to: '2026-01-01T00:00:00Z' }), ['Ocelot old']],
    ['when it was published', () => ({ published_from: '2025-01-31T23:00:00Z', published_to: '2025-03-01T00:00:00Z' }), ['Ocelot old']],
    ['quality', () => ({ min_quality_score: 7.5 }), ['Ocelot new']],
    ['engagement', () => ({ min_engagement_score: 0.5 }), ['Ocelot old']],
    ['nothing', () => ({}), all],
  ])('narrow a search by %s, by word and by meaning', async (_, filters, titles) => {
    const words = titlesOf(await search('ocelot', filters())).filter((title) => title.startsWith('Ocelot'));
    expect(words.toSorted()).toEqual(titles.toSorted());
    const near = titlesOf(await ada.call(SearchByMeaning, { text: 'ocelot', filters: filters(), limit: 50 } as never));
    expect(near.filter((title) => title.startsWith('Ocelot')).toSorted()).toEqual(titles.toSorted());
  });
});

describe('more like this', () => {
  test('finds what resembles a content, without itself', async () => {
    const [first] = await put(
      { title: 'Marmots of the Alps', text: 'Marmots whistle when an eagle comes, and sleep for half of the year.' },
      { title: 'The sleep of marmots', text: 'For half of the year the marmots of the Alps sleep in one burrow.' },
      { title: 'Invoices of March', text: 'Please pay within thirty days.' },
    );
    const answer = await ada.call(ListSimilarContent, { content_id: first?.contentId ?? '' });
    expect(titlesOf(answer)[0]).toBe('The sleep of marmots');
    expect(titlesOf(answer)).not.toContain('Marmots of the Alps');
  });

  test('says of a content that is not indexed that it is not', async () => {
    await expect(ada.call(ListSimilarContent, { content_id: randomUUID() })).rejects.toMatchObject({
      code: 'EMBEDDINGS_DOCUMENT_NOT_FOUND',
    });
  });
});

describe('odd questions', () => {
  beforeAll(() =>
    put(
      { title: '東京の天気', text: '明日は雨が降るでしょう。傘を持って行ってください。' },
      { title: 'สภาพอากาศ', text: 'พรุ่งนี้ฝนจะตกในกรุงเทพ' },
      { title: 'Launch day 🚀', text: 'We have lift-off 🚀 at last.' },
      { title: 'X', text: '' },
      { title: 'Incomprehensibilities' },
    ),
  );

  test.each([
    ['a script without spaces', '雨が降る', '東京の天気'],
    ['one letter of it', '傘', '東京の天気'],
    ['Thai', 'ฝน', 'สภาพอากาศ'],
    ['an emoji', '🚀', 'Launch day 🚀'],
    ['one letter that is a title', 'x', 'X'],
  ])('are answered: %s', async (_, query, title) => {
    expect(titlesOf(await search(query))[0]).toBe(title);
  });

  test('of no word find nothing', async () => {
    for (const query of ['…!?', '--', '""']) expect((await search(query)).items).toEqual([]);
  });

  test('of ten thousand words are answered', async () => {
    const words = Array.from({ length: 10_000 }, (_, place) => `w${place}`).join(' ');
    expect(titlesOf(await search(`${words} incomprehensibilities`))).toContain('Incomprehensibilities');
  });

  test.each(['', '   ', 'a\0b', 'x'.repeat(100_001)])('that are none are refused', async (query) => {
    await expect(search(query)).rejects.toMatchObject({ code: 'PLATFORM_INPUT_INVALID' });
  });
});

describe('the built-in embedder', () => {
  test('never lowers what words found: titles and sentences of the demo are found at least as far in front as by words alone', async () => {
    const caller = stack.caller({ role: 'viewer' });
    const posts = readFileSync(join(import.meta.dirname, '../../../demo/corpus/posts.ndjson'), 'utf8')
      .trim()
      .split('\n');
    const documents = posts.map((line) => JSON.parse(line) as { title: string; body: string });
    await writeDocuments(
      service,
      caller,
      documents.map(({ title, body }) => documentOf({ companyId: caller.companyId, title, text: body })),
    );
    for (const { title, body } of documents) {
      for (const query of [title, body.split(/(?<=[.!?])\s+/)[2] ?? title]) {
        const { items } = await caller.call(SearchByWordAndMeaning, { query });
        const own = items.findIndex((item) => item.title === title);
        expect(own).toBe(0);
        expect(items.every((item, place) => own > place || (item.word_rank ?? 99) >= (items[own]?.word_rank ?? 99))).toBe(true);
      }
    }
  });
});
