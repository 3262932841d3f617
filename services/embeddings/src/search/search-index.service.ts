import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RequestContext } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import type { Engagement, IndexedDocument, Tombstone } from '../indexed-document.js';
import { LiveContentsStore } from './live-contents.store.js';
import { SearchIndexStore } from './search-index.store.js';

/** What was written, and by which id its vectors and postings are found. */
export interface Written {
  readonly writeId: string;
  readonly document: IndexedDocument;
}

/** Keeps an insert at about ten megabytes. */
const CHUNKS_PER_INSERT = 2_000;
/** Below the milliseconds of a write's id. */
const RANDOM_BITS = 22;
/** From where they are counted, so that they fit 63 bits for seventy years. */
const EPOCH_MS = Date.UTC(2025, 0, 1);

/**
 * The writer of the search index. Vectors and postings carry the id of their write; nobody finds them until `show` has named it in
 * the transaction that notes the document as indexed. So half a write is never seen, and a second one of the same changes nothing. In
 * ClickHouse the row that narrows searches comes last, and an older revision never wins there over a newer one or over a tombstone.
 */
@Injectable()
export class SearchIndex {
  #last = 0n;

  constructor(
    private readonly store: SearchIndexStore,
    private readonly live: LiveContentsStore,
  ) {}

  /** @throws AppError PLATFORM_STORE_UNAVAILABLE, after which the same may be written again */
  async write(documents: readonly IndexedDocument[]): Promise<Written[]> {
    const written: Written[] = [];
    for (const group of groupsOf(documents)) {
      const writes = group.map((document) => ({ writeId: this.#nextId(), document }));
      await this.store.insertParts(writes);
      await this.store.insertDocuments(writes);
      written.push(...writes);
    }
    return written;
  }

  /** From the end of this transaction on these writes are what their contents are found by. */
  show(tx: Tx, written: readonly Written[]): Promise<void> {
    return this.live.keep(tx, written);
  }

  /** Which of these writes contents are found by. */
  async shown(context: RequestContext, writeIds: readonly string[]): Promise<Set<string>> {
    return new Set((await this.live.find(context, writeIds)).map(({ write_id }) => write_id));
  }

  hide(tx: Tx, companyId: string, contentIds: readonly string[]): Promise<void> {
    return this.live.drop(tx, companyId, contentIds);
  }

  /** Contents that are found no more, whatever was written or will be of this revision or before. */
  tombstone(tombstones: readonly Tombstone[]): Promise<void> {
    return this.store.insertTombstones(tombstones);
  }

  /** How contents did so far; a later measure replaces an earlier one. */
  keepEngagement(engagements: readonly Engagement[]): Promise<void> {
    return this.store.insertEngagements(engagements);
  }

  /** Takes out the vectors and postings of writes that began before an instant and that no live row names. */
  sweep(before: Date): Promise<void> {
    return this.store.deleteDead(idAt(before.getTime()));
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
  return BigInt(Math.max(0, milliseconds - EPOCH_MS)) << BigInt(RANDOM_BITS);
}

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
