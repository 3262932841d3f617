import { Injectable } from '@nestjs/common';
import { ClickHouse, defineQuery } from '@smartcontent/clickhouse';
import { z } from 'zod';
import type { Engagement, Tombstone } from '../indexed-document.js';
import { postingsOf } from './impact.js';
import type { Written } from './search-index.service.js';
import { VectorCoder, vectorBase64 } from './vector-code.js';

/** A version holds the revision above the claims of one document. More claims are counted no further; a tombstone is above them. */
const VERSIONS_OF_REVISION = 2 ** 20;
const MOST_CLAIMS = VERSIONS_OF_REVISION - 1;

const revisionsQuery = defineQuery({
  name: 'search.revisions',
  sql: `SELECT content_id, intDiv(version, ${VERSIONS_OF_REVISION}) AS revision, is_deleted, toString(write_id) AS write FROM search_documents FINAL
    WHERE company_id = {company_id:UUID} AND content_id IN {content_ids:Array(UUID)}`,
  params: z.object({ company_id: z.uuid(), content_ids: z.array(z.uuid()) }),
  row: z.object({ content_id: z.uuid(), revision: z.number(), is_deleted: z.boolean(), write: z.string() }),
});
export type HeldRevision = z.output<typeof revisionsQuery.row>;

/** In the order of their ids, so that a page begins where the one before ended. */
const UNNAMED = `write_id > {after:UInt64} AND (write_id < {before:UInt64} OR write_id BETWEEN {strange_from:UInt64} AND {strange_to:UInt64})
  AND (company_id, write_id) NOT IN (SELECT company_id, write_id FROM search_documents FINAL WHERE NOT is_deleted)`;
const unnamedQuery = defineQuery({
  name: 'search.unnamed-writes',
  sql: `SELECT company_id, toString(write_id) AS write FROM (
      SELECT company_id, write_id FROM content_embeddings WHERE ${UNNAMED}
      UNION ALL SELECT company_id, write_id FROM search_postings WHERE ${UNNAMED})
    GROUP BY company_id, write_id ORDER BY write_id LIMIT {limit:UInt32}`,
  params: z.object({ after: z.bigint(), before: z.bigint(), strange_from: z.bigint(), strange_to: z.bigint(), limit: z.number() }),
  row: z.object({ company_id: z.uuid(), write: z.string() }),
  maxSeconds: 60,
  maxMemoryBytes: 1024 ** 3,
});
/** A write that the row of no content names. */
export type UnnamedWrite = z.output<typeof unnamedQuery.row>;

/** Which ids are old enough to be looked at: those below one, and those in a stretch in which no write of today lies. */
export interface OldIds {
  readonly before: bigint;
  readonly strangeFrom: bigint;
  readonly strangeTo: bigint;
}

/** What goes into the tables of the search, and what is taken out. */
@Injectable()
export class SearchIndexStore {
  constructor(private readonly clickhouse: ClickHouse) {}

  /** Vectors and postings: nobody sees them until their document names the write. */
  async insertParts(writes: readonly Written[]): Promise<void> {
    await Promise.all([
      this.#insert('content_embeddings', VECTOR_COLUMNS, writes.flatMap(vectorRows)),
      this.#insert('search_postings', POSTING_COLUMNS, writes.flatMap(postingRows)),
    ]);
  }

  insertDocuments(writes: readonly Written[]): Promise<void> {
    return this.#insert('search_documents', DOCUMENT_COLUMNS, writes.map(documentRow));
  }

  insertTombstones(tombstones: readonly Tombstone[]): Promise<void> {
    const rows = tombstones.map(({ companyId, contentId, revision }) =>
      JSON.stringify([
        companyId,
        contentId,
        versionOf(revision, MOST_CLAIMS),
        true,
        '0',
        '',
        0,
        '',
        null,
        '',
        '',
        '',
        [],
        null,
        null,
        null,
        null,
      ]),
    );
    return this.#insert('search_documents', DOCUMENT_COLUMNS, rows);
  }

  insertEngagements(engagements: readonly Engagement[]): Promise<void> {
    const rows = engagements.map(({ companyId, contentId, score, measuredAt }) =>
      JSON.stringify([companyId, contentId, score, timeOf(measuredAt)]),
    );
    return this.#insert('search_engagement', 'company_id, content_id, score, measured_at', rows);
  }

  /** The newest of each, be it a text or its tombstone. */
  revisions(companyId: string, contentIds: readonly string[]): Promise<HeldRevision[]> {
    return this.clickhouse.run(revisionsQuery, { company_id: companyId, content_ids: [...contentIds] });
  }

  /** Those behind an id that have vectors or postings while no row of `search_documents` that counts names them. */
  unnamed({ before, strangeFrom, strangeTo }: OldIds, after: bigint, limit: number): Promise<UnnamedWrite[]> {
    return this.clickhouse.run(unnamedQuery, { after, before, strange_from: strangeFrom, strange_to: strangeTo, limit });
  }

  async deleteParts(writes: readonly UnnamedWrite[]): Promise<void> {
    if (writes.length === 0) return;
    const these = writes.map(({ company_id, write }) => `('${company_id}', ${write})`).join(', ');
    for (const table of ['content_embeddings', 'search_postings']) {
      await this.clickhouse.command(`DELETE FROM ${table} WHERE (company_id, write_id) IN (${these})`);
    }
  }

  async #insert(table: string, columns: string, rows: readonly string[]): Promise<void> {
    if (rows.length === 0) return;
    await this.clickhouse.insertRaw({ sql: `INSERT INTO ${table} (${columns}) FORMAT JSONCompactEachRow`, body: rows.join('\n') });
  }
}

const VECTOR_COLUMNS = 'company_id, model, write_id, chunk, content_id, vector_base64, code_base64';
const POSTING_COLUMNS = 'company_id, term, write_id, impact, chunk';
const DOCUMENT_COLUMNS =
  'company_id, content_id, version, is_deleted, write_id, model, chunks, title, user_id, content_type, platform, status, topics, created_at, updated_at, published_at, quality_score';

/** Of chunks that have a vector yet. */
function vectorRows({ writeId, document }: Written): string[] {
  const { companyId, contentId, model, chunks } = document;
  return chunks.flatMap(({ vector }, chunk) => {
    if (vector.length === 0) return [];
    const code = VectorCoder.of(vector.length).codeOf(vector).toString('base64');
    return [JSON.stringify([companyId, model, writeId, chunk, contentId, vectorBase64(vector), code])];
  });
}

function postingRows({ writeId, document: { companyId, title, chunks } }: Written): string[] {
  const postings = postingsOf(
    title,
    chunks.map(({ text }) => text),
  );
  return Array.from(postings, ([term, { impact, chunk }]) => JSON.stringify([companyId, term, writeId, impact, chunk]));
}

function documentRow({ writeId, document }: Written): string {
  const { companyId, contentId, revision, claims = 0, title, metadata, model, chunks } = document;
  const { userId, contentType, platform, status, topics, createdAt, updatedAt, publishedAt, qualityScore } = metadata;
  const words = [model, chunks.length, title, userId, contentType ?? '', platform ?? '', status ?? '', topics];
  const times = [createdAt, updatedAt, publishedAt].map((time) => time && timeOf(time));
  return JSON.stringify([
    companyId,
    contentId,
    versionOf(revision, Math.min(claims, MOST_CLAIMS - 1)),
    false,
    writeId,
    ...words,
    ...times,
    qualityScore,
  ]);
}

/** A newer revision wins, then a tombstone, then the later claim. */
function versionOf(revision: number, claims: number): number {
  return revision * VERSIONS_OF_REVISION + claims;
}

/** As ClickHouse reads it: a Date alone would lose its milliseconds there. */
function timeOf(date: Date): string {
  return date.toISOString().replace('T', ' ').replace('Z', '');
}
