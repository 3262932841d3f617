import { Injectable } from '@nestjs/common';
import { ClickHouse } from '@smartcontent/clickhouse';
import type { Engagement, Tombstone } from '../indexed-document.js';
import { postingsOf } from './impact.js';
import type { Written } from './search-index.service.js';
import { VectorCoder, vectorBase64 } from './vector-code.js';

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

  /** Of writes with ids below this one, where no live document names them. */
  async deleteDead(writeId: bigint): Promise<void> {
    const dead = `write_id < ${writeId} AND write_id NOT IN (SELECT write_id FROM search_documents FINAL WHERE NOT is_deleted)`;
    for (const table of ['content_embeddings', 'search_postings']) {
      await this.clickhouse.command(`DELETE FROM ${table} WHERE ${dead} SETTINGS allow_nondeterministic_mutations = 1`);
    }
  }

  async #insert(table: string, columns: string, rows: readonly string[]): Promise<void> {
    if (rows.length === 0) return;
    await this.clickhouse.insertRaw({ sql: `INSERT INTO ${table} (${columns}) FORMAT JSONCompactEachRow`, body: rows.join('\n') });
  }
}

/** Of one document. More are counted no further; a tombstone is above them. */
const MOST_CLAIMS = 2 ** 20 - 1;

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
  return revision * (MOST_CLAIMS + 1) + claims;
}

/** As ClickHouse reads it: a Date alone would lose its milliseconds there. */
function timeOf(date: Date): string {
  return date.toISOString().replace('T', ' ').replace('Z', '');
}
