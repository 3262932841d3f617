import { Injectable } from '@nestjs/common';
import type { RequestContext } from '@smartcontent/contracts';
import { Database, type Tx } from '@smartcontent/database';
import type { Hit } from './search.store.js';
import type { Written } from './search-index.service.js';

/** A chunk that a search found. */
export interface ChunkText {
  readonly write_id: string;
  readonly chunk: number;
  /** In the whole text, in UTF-16 units. */
  readonly start: number;
  readonly text: string;
}

/** A content that can be found, by the write that its vectors and postings came with. */
export interface LiveContent {
  readonly content_id: string;
  readonly write_id: string;
  readonly title: string;
  readonly user_id: string | null;
  readonly content_type: string | null;
  readonly platform: string | null;
  readonly status: string | null;
  readonly topics: string[];
  readonly created_at: string | null;
  readonly published_at: string | null;
  readonly quality_score: number | null;
}

/** Of a content that can be found. */
export interface KnownContent extends Pick<LiveContent, 'content_id' | 'title' | 'status' | 'topics'> {}

interface LiveTexts {
  readonly write_id: string;
  readonly title: string;
  readonly texts: string[];
}

const KEEP = `
  INSERT INTO live_contents (company_id, content_id, write_id, title, user_id, content_type, platform, status, topics, created_at, published_at, quality_score,
    chunk_starts, chunk_texts)
  SELECT * FROM jsonb_to_recordset($1) AS row (company_id uuid, content_id uuid, write_id bigint, title text, user_id uuid, content_type text,
    platform text, status text, topics text[], created_at timestamptz, published_at timestamptz, quality_score double precision, chunk_starts integer[],
    chunk_texts text[])
  ON CONFLICT (company_id, content_id) DO UPDATE
    SET write_id = excluded.write_id, title = excluded.title, user_id = excluded.user_id, content_type = excluded.content_type,
        platform = excluded.platform, status = excluded.status, topics = excluded.topics, created_at = excluded.created_at,
        published_at = excluded.published_at, quality_score = excluded.quality_score, chunk_starts = excluded.chunk_starts,
        chunk_texts = excluded.chunk_texts`;

const NAMED = `
  SELECT live.company_id || ' ' || live.write_id AS named
    FROM unnest($1::uuid[], $2::bigint[]) AS asked (company, write) JOIN embeddings.live_contents live ON live.company_id = company AND live.write_id = write`;

/**
 * Which writes count, in Postgres: a search asks here what it found in ClickHouse. So the company's policy stands before whatever is
 * shown, and what is deleted is found no more from that transaction on.
 */
@Injectable()
export class LiveContentsStore {
  constructor(private readonly database: Database) {}

  async keep(tx: Tx, written: readonly Written[]): Promise<void> {
    if (written.length > 0) await tx.query(KEEP, [JSON.stringify(written.map(rowOf))]);
  }

  async drop(tx: Tx, companyId: string, contentIds: readonly string[]): Promise<void> {
    await tx.query('DELETE FROM live_contents WHERE company_id = $1 AND content_id = ANY ($2::uuid[])', [companyId, contentIds]);
  }

  /** Which of some writes count, whosever they are; as `company write`. */
  async named(tx: Tx, writes: readonly { readonly company_id: string; readonly write: string }[]): Promise<Set<string>> {
    const rows = await tx.query<{ named: string }>(NAMED, [writes.map(({ company_id }) => company_id), writes.map(({ write }) => write)]);
    return new Set(rows.map(({ named }) => named));
  }

  /** Those of some writes that count. */
  find(context: RequestContext, writeIds: readonly string[]): Promise<LiveContent[]> {
    return this.database.readTenant(context, 'get_live_contents', [writeIds]);
  }

  /** Those of some contents that can be found. */
  known(context: RequestContext, contentIds: readonly string[]): Promise<KnownContent[]> {
    if (contentIds.length === 0) return Promise.resolve([]);
    return this.database.readTenant(context, 'get_known_contents', [contentIds]);
  }

  /** The texts of chunks that were found, of writes that count. */
  chunks(context: RequestContext, hits: readonly Hit[]): Promise<ChunkText[]> {
    if (hits.length === 0) return Promise.resolve([]);
    return this.database.readTenant(context, 'get_live_chunks', [hits.map(({ writeId }) => writeId), hits.map(({ chunk }) => chunk)]);
  }

  /** The texts of one content's first chunks. */
  async textsOf(context: RequestContext, contentId: string, most: number): Promise<LiveTexts | undefined> {
    return (await this.database.readTenant<LiveTexts>(context, 'get_live_texts', [contentId, most]))[0];
  }
}

function rowOf({ writeId, document }: Written) {
  const { companyId, contentId, title, metadata, chunks } = document;
  return {
    company_id: companyId,
    content_id: contentId,
    write_id: writeId,
    title,
    user_id: metadata.userId,
    content_type: metadata.contentType,
    platform: metadata.platform,
    status: metadata.status,
    topics: metadata.topics,
    created_at: metadata.createdAt,
    published_at: metadata.publishedAt,
    quality_score: metadata.qualityScore,
    chunk_starts: chunks.map(({ start }) => start),
    chunk_texts: chunks.map(({ text }) => text),
  };
}
