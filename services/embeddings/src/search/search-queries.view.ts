import { defineQuery } from '@smartcontent/clickhouse';
import { z } from 'zod';

const ids = z.array(z.string());
const company = { company_id: z.uuid() };
const time = z.string().nullable();

/** What narrows a search, as the queries take it; null narrows nothing. */
const filterParams = z.object({
  user_id: z.uuid().nullable(),
  content_type: z.string().nullable(),
  platform: z.string().nullable(),
  status: z.string().nullable(),
  topics: z.array(z.string()).describe('Empty: any'),
  created_from: time,
  created_to: time,
  published_from: time,
  published_to: time,
  min_quality_score: z.number().nullable(),
  min_engagement_score: z.number().nullable(),
});
export type FilterParams = z.infer<typeof filterParams>;

const equals = (column: string, type: string) => `({${column}:Nullable(${type})} IS NULL OR ${column} = {${column}:Nullable(${type})})`;
const since = (column: string, name: string, sign: string, type = 'String') =>
  `({${name}:Nullable(${type})} IS NULL OR ${column} ${sign} ${type === 'String' ? `parseDateTime64BestEffortOrNull({${name}:Nullable(String)}, 3, 'UTC')` : `{${name}:Nullable(${type})}`})`;

/** What readers did weighs half after 30 days: see engagement-weights.ts. */
const HALF_LIFE_SECONDS = 30 * 86_400;

/** The writes that count, of the contents that a search is narrowed to. */
const LIVE = `SELECT write_id FROM search_documents FINAL WHERE company_id = {company_id:UUID} AND NOT is_deleted
  AND ${equals('user_id', 'UUID')} AND ${equals('content_type', 'String')}
  AND ${equals('platform', 'String')} AND ${equals('status', 'String')}
  AND (empty({topics:Array(String)}) OR hasAny(topics, {topics:Array(String)}))
  AND ${since('created_at', 'created_from', '>=')} AND ${since('created_at', 'created_to', '<')}
  AND ${since('published_at', 'published_from', '>=')} AND ${since('published_at', 'published_to', '<')}
  AND ${since('quality_score', 'min_quality_score', '>=', 'Float64')}
  AND ({min_engagement_score:Nullable(Float64)} IS NULL OR content_id IN (
    SELECT content_id FROM search_engagement FINAL
    WHERE company_id = {company_id:UUID} AND score * exp2(-dateDiff('second', measured_at, now()) / ${HALF_LIFE_SECONDS}) >= {min_engagement_score:Nullable(Float64)}))`;

/** How many contents there are. Writes that were replaced and are not swept yet count as they do for each term, or what is rare would not be told. */
const ALL = `SELECT '' AS term, max(found) AS contents FROM (
    SELECT count() AS found FROM search_documents WHERE company_id = {company_id:UUID}
    UNION ALL SELECT count() AS found FROM content_embeddings WHERE company_id = {company_id:UUID} AND chunk = 0) HAVING contents > 0`;

/** How many contents hold each term, and under the empty term how many there are. */
export const termsQuery = defineQuery({
  name: 'search.terms',
  sql: `SELECT term, count() AS contents FROM search_postings WHERE company_id = {company_id:UUID} AND term IN {terms:Array(String)} GROUP BY term
    UNION ALL ${ALL}`,
  params: z.object({ ...company, terms: ids }),
  row: z.object({ term: z.string(), contents: z.number() }),
});

/** The same of the terms that most contents hold; in the order of the table, which takes 60 ms for 7 million postings. */
export const frequentTermsQuery = defineQuery({
  name: 'search.frequent-terms',
  sql: `SELECT term, contents FROM (SELECT term, count() AS contents FROM search_postings WHERE company_id = {company_id:UUID} GROUP BY term)
      ORDER BY contents DESC LIMIT {limit:UInt32}
    UNION ALL ${ALL}
    SETTINGS optimize_aggregation_in_order = 1, max_threads = 1`,
  params: z.object({ ...company, limit: z.number() }),
  row: z.object({ term: z.string(), contents: z.number() }),
});

// Both lists exist twice: unnarrowed they read a company's postings and codes alone, and whoever shows the result drops what is
// not live any more.
function byWord(narrowed: boolean) {
  return defineQuery({
    name: narrowed ? 'search.by-word-narrowed' : 'search.by-word',
    sql: `SELECT toString(write_id) AS write_id, argMax(chunk, worth) AS chunk, sum(worth) AS score
      FROM (SELECT write_id, chunk, impact * transform(term, {terms:Array(String)}, {weights:Array(Float64)}, 0.) AS worth
        FROM search_postings WHERE company_id = {company_id:UUID} AND term IN {terms:Array(String)}
        ${narrowed ? `AND write_id IN (${LIVE})` : ''})
      GROUP BY write_id ORDER BY score DESC, write_id LIMIT {limit:UInt32}`,
    params: z.object({ ...company, ...(narrowed && filterParams.shape), terms: ids, weights: z.array(z.number()), limit: z.number() }),
    row: z.object({ write_id: z.string(), chunk: z.number(), score: z.number() }),
  });
}

/** The scalar product of a code with four bits for each number of what is looked for, up to a factor: see vector-code.ts. */
export const NEARNESS = `toInt32(${[0, 1, 2, 3]
  .map((plane) => `${2 ** (plane + 1)} * bitCount(bitAnd(code, toFixedString(base64Decode({plane_${plane}:String}), 64)))`)
  .join(' + ')}) - 15 * toInt32(ones)`;
/** By cosine, of what is looked for with the whole vector; -1 where that is none. */
export const SIMILARITY = `ifNotFinite(1 - cosineDistance(vector, reinterpret(base64Decode({vector:String}), 'Array(Float32)')), -1.)`;

function byMeaning(narrowed: boolean) {
  return defineQuery({
    name: narrowed ? 'search.by-meaning-narrowed' : 'search.by-meaning',
    sql: `SELECT toString(write_id) AS write_id, chunk, similarity FROM (
        SELECT write_id, chunk, ${SIMILARITY} AS similarity FROM (
          SELECT write_id, chunk, vector FROM content_embeddings
          WHERE company_id = {company_id:UUID} AND model = {model:String} ${narrowed ? `AND write_id IN (${LIVE})` : ''}
          ORDER BY ${NEARNESS} DESC LIMIT {candidates:UInt32})
        ORDER BY similarity DESC, write_id, chunk LIMIT 1 BY write_id LIMIT {limit:UInt32})`,
    params: z.object({
      ...company,
      ...(narrowed && filterParams.shape),
      model: z.string(),
      vector: z.string(),
      plane_0: z.string(),
      plane_1: z.string(),
      plane_2: z.string(),
      plane_3: z.string(),
      candidates: z.number(),
      limit: z.number(),
    }),
    row: z.object({ write_id: z.string(), chunk: z.number(), similarity: z.number() }),
  });
}

export const rankings = {
  byWord: byWord(false),
  byWordNarrowed: byWord(true),
  byMeaning: byMeaning(false),
  byMeaningNarrowed: byMeaning(true),
};

/** The vectors of a write's first chunks. */
export const vectorsQuery = defineQuery({
  name: 'search.vectors',
  sql: `SELECT model, chunk, vector FROM content_embeddings
    WHERE company_id = {company_id:UUID} AND write_id = {write_id:UInt64} AND chunk < {most_chunks:UInt32}`,
  params: z.object({ ...company, write_id: z.bigint(), most_chunks: z.number() }),
  row: z.object({ model: z.string(), chunk: z.number(), vector: z.array(z.number()) }),
});
