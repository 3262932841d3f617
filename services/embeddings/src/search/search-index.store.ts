import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ClickHouse } from '@smartcontent/clickhouse';
import { postingsOf } from './impact.js';
import type { Engagement, IndexedDocument, Tombstone } from './indexed-document.js';
import { VectorCoder, vectorBase64 } from './vector-code.js';

/** Keeps an insert at about ten megabytes. */
const CHUNKS_PER_INSERT = 2_000;
/** Below the milliseconds of a write's id. */
const RANDOM_BITS = 22;

interface Write {
  readonly id: string;
  readonly document: IndexedDocument;
}

/**
 * The writer of the search index. A document is searchable as soon as `write` has returned: its vectors and postings carry the
 * id of their write, and its row, which comes last, makes just these count. So half a write is never seen, a second one of the
 * same changes nothing, and an older revision never wins over a newer one or over a tombstone.
 */
@Injectable()
export class SearchIndexStore {
  #last = 0n;

  constructor(private readonly clickhouse: ClickHouse) {}

  /** @throws AppError PLATFORM_STORE_UNAVAILABLE, after which the same may be written again */
  async write(documents: readonly IndexedDocument[]): Promise<void> {
    for (const group of groupsOf(documents)) {
      const writes = group.map((document) => ({ id: this.#nextId(), document }));
      await Promise.all([
        this.#insert('content_embeddings', VECTOR_COLUMNS, writes.flatMap(vectorRows)),
        this.#insert('search_postings', POSTING_COLUMNS, writes.flatMap(postingRows)),
      ]);
      await this.#insert('search_documents', DOCUMENT_COLUMNS, writes.map(documentRow));
    }
  }

  /** Contents that are found no more, whatever was written or will be of this revision or before. */
  async tombstone(tombstones: readonly Tombstone[]): Promise<void> {
    const rows = tombstones.map(({ companyId, contentId, revision }) =>
      JSON.stringify([companyId, contentId, 2 * revision + 1, true, '0', '', 0, '', null, '', '', '', [], null, null, null, null]),
    );
    await this.#insert('search_documents', DOCUMENT_COLUMNS, rows);
  }

  /** How contents did so far; a later measure replaces an earlier one. */
  async keepEngagement(engagements: readonly Engagement[]): Promise<void> {
    const rows = engagements.map(({ companyId, contentId, score, measuredAt }) =>
      JSON.stringify([companyId, contentId, score, timeOf(measuredAt)]),
    );
    await this.#insert('search_engagement', 'company_id, content_id, score, measured_at', rows);
  }

  /** Takes out the vectors and postings of writes that began before an instant and that no live row names. */
  async sweep(before: Date): Promise<void> {
    const dead = `write_id < ${idAt(before.getTime())} AND write_id NOT IN (SELECT write_id FROM search_documents FINAL WHERE NOT is_deleted)`;
    for (const table of ['content_embeddings', 'search_postings']) {
      await this.clickhouse.command(`DELETE FROM ${table} WHERE ${dead} SETTINGS allow_nondeterministic_mutations = 1`);
    }
  }

  async #insert(table: string, columns: string, rows: readonly string[]): Promise<void> {
    if (rows.length === 0) return;
    await this.clickhouse.insertRaw({ sql: `INSERT INTO ${table} (${columns}) FORMAT JSONCompactEachRow`, body: rows.join('\n') });
  }

  /** Grows with time, so that the rows of a write lie together; random below it, since replicas write at once. */
  #nextId(): string {
    const candidate = idAt(Date.now()) + BigInt(randomInt(2 ** RANDOM_BITS));
    this.#last = candidate > this.#last ? candidate : this.#last + 1n;
    return String(this.#last);
  }
}

/** The least id of the writes of a millisecond. */
function idAt(milliseconds: number): bigint {
  return BigInt(milliseconds) << BigInt(RANDOM_BITS);
}

const VECTOR_COLUMNS = 'company_id, model, write_id, chunk, content_id, start, text, vector_base64, code_base64';
const POSTING_COLUMNS = 'company_id, term, write_id, impact, chunk';
const DOCUMENT_COLUMNS =
  'company_id, content_id, version, is_deleted, write_id, model, chunks, title, user_id, content_type, platform, status, topics, created_at, updated_at, published_at, quality_score';

function* groupsOf(documents: readonly IndexedDocument[]): Generator<IndexedDocument[]> {
  let group: IndexedDocument[] = [];
  let chunks = 0;
  for (const document of documents) {
    group.push(document);
    chunks += document.chunks.length;
    if (chunks < CHUNKS_PER_INSERT) continue;
    yield group;
    group = [];
    chunks = 0;
  }
  if (group.length > 0) yield group;
}

function vectorRows({ id, document }: Write): string[] {
  const { companyId, contentId, model, chunks } = document;
  const coder = VectorCoder.of(chunks[0]?.vector.length ?? 0);
  return chunks.map(({ text, start, vector }, chunk) =>
    JSON.stringify([companyId, model, id, chunk, contentId, start, text, vectorBase64(vector), coder.codeOf(vector).toString('base64')]),
  );
}

function postingRows({ id, document: { companyId, title, chunks } }: Write): string[] {
  const postings = postingsOf(
    title,
    chunks.map(({ text }) => text),
  );
  return Array.from(postings, ([term, { impact, chunk }]) => JSON.stringify([companyId, term, id, impact, chunk]));
}

function documentRow({ id, document }: Write): string {
  const { companyId, contentId, revision, title, metadata, model, chunks } = document;
  const { userId, contentType, platform, status, topics, createdAt, updatedAt, publishedAt, qualityScore } = metadata;
  const words = [model, chunks.length, title, userId, contentType ?? '', platform ?? '', status ?? '', topics];
  const times = [createdAt, updatedAt, publishedAt].map((time) => time && timeOf(time));
  return JSON.stringify([companyId, contentId, 2 * revision, false, id, ...words, ...times, qualityScore]);
}

/** As ClickHouse reads it: a Date alone would lose its milliseconds there. */
function timeOf(date: Date): string {
  return date.toISOString().replace('T', ' ').replace('Z', '');
}
