import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { defineQuery } from '@smartcontent/clickhouse';
import type { RequestContext } from '@smartcontent/contracts';
import { migrations } from '@smartcontent/embeddings/migrations';
import { type BareSearch, type IndexedDocument, openSearch } from '@smartcontent/embeddings/search';
import { startClickHouse } from '@smartcontent/local-stack';
import { Client } from 'pg';
import { z } from 'zod';
import { startStores } from './bench-stores.js';
import { readSearchConfig } from './config.js';
import { type Bench, type Figures, percentile, rounded } from './figures.js';
import { middleSentence, mixedPosts, type Post, readPosts } from './search-corpus.js';
import { measureHnswlib } from './search-peer.js';

const OTHER_COMPANIES = 9;
const DOCUMENTS_PER_WRITE = 200;
const WARM_UP = 60;
const SEARCHES = 600;
const COMPARED = 100;
const NEAREST = 10;
const MERGES_POLL_MS = 500;

interface Company {
  readonly companyId: string;
  readonly context: RequestContext;
}

function contextOf(companyId: string): Company {
  const actor = { kind: 'service', service: 'embeddings', company_id: companyId, reason: 'bench' } as const;
  const deadlineMs = Number.MAX_SAFE_INTEGER;
  return { companyId, context: { actor, actorToken: '', correlationId: 'bench', traceparent: null, deadlineMs, idempotency: null } };
}

/** Whether what is meant is found, on real posts; then how fast, in a company of many among many, and whether the nearest are. */
export const searchBench: Bench = {
  aims: {
    mrr10: { least: 0.94 },
    sentence_mrr10: { least: 0.9 },
    search_p50_ms: { most: 25 },
    search_p99_ms: { most: 60 },
    recall10: { least: 0.99 },
  },
  async run(scope) {
    const { posts: file, chunks } = readSearchConfig();
    const stores = await startStores(scope, { services: [{ name: 'embeddings', migrations }], events: [] });
    const server = await startClickHouse({ folder: join(stores.folder, 'clickhouse') });
    scope.defer(() => server.stop());
    const bare = await openSearch(`${server.url}/bench`, await stores.database('embeddings'));
    scope.defer(() => bare[Symbol.asyncDispose]());
    const posts = readPosts(file);
    const found = await measureRanks(bare, posts);
    const company = contextOf(randomUUID());
    const vectors = await fill(bare, company, posts, chunks);
    await copyToOthers(bare, stores.postgresUrl, company.companyId);
    const queries = posts.flatMap((post) => [post.title, middleSentence(post)]);
    const speed = await measureSpeed(bare, company, queries);
    const compared = Array.from({ length: COMPARED }, (_, place) => queries[(place * 7) % queries.length] ?? '');
    const recall10 = await measureRecall(bare, company, compared);
    const peer = measureHnswlib(stores.folder, vectors, await bare.embedder.embed(compared));
    return { posts: posts.length, ...found, chunks: vectors.length, ...speed, recall10, ...peer };
  },
};

async function measureRanks(bare: BareSearch, posts: readonly Post[]): Promise<Figures> {
  const company = contextOf(randomUUID());
  const ids = posts.map(() => randomUUID());
  const documents: IndexedDocument[] = [];
  for (const [place, { title, body }] of posts.entries())
    documents.push(await bare.documentOf({ companyId: company.companyId, contentId: ids[place] ?? '', title, text: body }));
  await bare.write(company.context, documents);
  const meanReciprocalRank = async (questionOf: (post: Post) => string) => {
    let sum = 0;
    for (const [place, post] of posts.entries()) {
      const { items } = await bare.search.search(company.context, { query: questionOf(post), filters: {}, limit: NEAREST });
      const rank = items.findIndex(({ content_id }) => content_id === ids[place]) + 1;
      sum += rank > 0 ? 1 / rank : 0;
    }
    return Number((sum / posts.length).toFixed(4));
  };
  return { mrr10: await meanReciprocalRank(({ title }) => title), sentence_mrr10: await meanReciprocalRank(middleSentence) };
}

async function fill(bare: BareSearch, { companyId, context }: Company, posts: readonly Post[], chunks: number): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  const source = mixedPosts(posts);
  while (vectors.length < chunks) {
    const documents: IndexedDocument[] = [];
    while (documents.length < DOCUMENTS_PER_WRITE) {
      const { title, body } = source.next().value as Post;
      documents.push(await bare.documentOf({ companyId, contentId: randomUUID(), title, text: body }));
    }
    await bare.write(context, documents);
    for (const document of documents) vectors.push(...document.chunks.map(({ vector }) => vector));
    console.log(`${vectors.length} chunks written`);
  }
  return vectors;
}

const COPY_LIVE = `INSERT INTO embeddings.live_contents (company_id, content_id, write_id, title, topics, chunk_starts, chunk_texts)
  SELECT $1, content_id, write_id, title, topics, chunk_starts, chunk_texts FROM embeddings.live_contents WHERE company_id = $2`;

const mergesQuery = defineQuery({
  name: 'bench.merges',
  sql: 'SELECT count() AS merges FROM system.merges',
  params: z.object({}),
  row: z.object({ merges: z.number() }),
});

/** Nine others of the same size; what they hold is another's, whatever it says. */
async function copyToOthers(bare: BareSearch, postgresUrl: string, companyId: string): Promise<void> {
  await using postgres = new AsyncDisposableStack();
  const client = postgres.adopt(new Client(postgresUrl), (open) => open.end());
  await client.connect();
  const columns = {
    content_embeddings: 'model, write_id, chunk, content_id, code, ones, vector',
    search_postings: 'term, write_id, impact, chunk',
    search_documents: 'content_id, version, is_deleted, write_id, written_at, model, chunks, title',
  };
  for (let other = 0; other < OTHER_COMPANIES; other += 1) {
    const otherId = randomUUID();
    for (const [table, names] of Object.entries(columns))
      await bare.clickhouse.command(
        `INSERT INTO ${table} (company_id, ${names}) SELECT toUUID('${otherId}'), ${names} FROM ${table} WHERE company_id = '${companyId}'`,
      );
    await client.query(COPY_LIVE, [otherId, companyId]);
    console.log(`${other + 2} companies`);
  }
  // What the stores do after such an import is over before anything is measured.
  await client.query('VACUUM (ANALYZE) embeddings.live_contents');
  while ((await bare.clickhouse.run(mergesQuery, {})).some(({ merges }) => merges > 0)) await delay(MERGES_POLL_MS);
}

async function measureSpeed(bare: BareSearch, { context }: Company, queries: readonly string[]): Promise<Figures> {
  const askAll = async (name: string, ask: (text: string) => Promise<unknown>): Promise<Figures> => {
    const times: number[] = [];
    for (let turn = 0; turn < WARM_UP + SEARCHES; turn += 1) {
      const askedAt = performance.now();
      await ask(queries[turn % queries.length] ?? '');
      if (turn >= WARM_UP) times.push(performance.now() - askedAt);
    }
    return { [`${name}_p50_ms`]: rounded(percentile(times, 0.5)), [`${name}_p99_ms`]: rounded(percentile(times, 0.99)) };
  };
  const about = { filters: {}, limit: NEAREST };
  const narrowed = { filters: { created_from: '2025-01-01T00:00:00Z' }, limit: NEAREST };
  return {
    ...(await askAll('search', (query) => bare.search.search(context, { query, ...about }))),
    ...(await askAll('narrowed', (query) => bare.search.search(context, { query, ...narrowed }))),
    ...(await askAll('meaning', (text) => bare.search.match(context, { text, ...about }))),
  };
}

const exactQuery = defineQuery({
  name: 'bench.exact',
  sql: `SELECT content_id, min(cosineDistance(vector, {vector:Array(Float32)})) AS distance FROM content_embeddings
    WHERE company_id = {company_id:UUID} GROUP BY content_id HAVING distance <= 1 - {least:Float64} ORDER BY distance, content_id LIMIT ${NEAREST}`,
  params: z.object({ company_id: z.uuid(), vector: z.array(z.number()), least: z.number() }),
  row: z.object({ content_id: z.uuid() }),
});

async function measureRecall(bare: BareSearch, { companyId, context }: Company, queries: readonly string[]): Promise<number> {
  let [found, all] = [0, 0];
  for (const query of queries) {
    const [vector = new Float32Array()] = await bare.embedder.embed([query]);
    const exact = await bare.clickhouse.run(exactQuery, { company_id: companyId, vector: [...vector], least: bare.leastSimilarity });
    const { items } = await bare.search.match(context, { text: query, filters: {}, limit: NEAREST });
    const ids = new Set(items.map(({ content_id }) => content_id));
    found += exact.filter(({ content_id }) => ids.has(content_id)).length;
    all += exact.length;
  }
  return Number((found / all).toFixed(4));
}
