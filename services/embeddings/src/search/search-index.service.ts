import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RequestContext } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import type { Engagement, IndexedDocument, Tombstone } from '../indexed-document.js';
import { LiveContentsStore } from './live-contents.store.js';
import { type HeldRevision, type OldIds, SearchIndexStore } from './search-index.store.js';

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
const DAY_MS = 86_400_000;
/** Keeps a statement that names them below 256 KiB. */
const WRITES_PER_DELETE = 2_000;

/** A transaction over all companies; only a job may open one. */
type AsSystem = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

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

  /** The newest that the index has of each, be it a text or its tombstone. */
  async revisions(companyId: string, contentIds: readonly string[]): Promise<Map<string, HeldRevision>> {
    const rows = await this.store.revisions(companyId, contentIds);
    return new Map(rows.map((row) => [row.content_id, row]));
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

  /** Takes out the vectors and postings of writes that began before an instant and that neither ClickHouse nor a live row names. */
  async sweep(before: Date, asSystem: AsSystem): Promise<void> {
    const old = oldIds(before);
    let after = 0n;
    for (;;) {
      const page = await this.store.unnamed(old, after, WRITES_PER_DELETE);
      const last = page.at(-1);
      if (!last) return;
      const live = await asSystem((tx) => this.live.named(tx, page));
      await this.store.deleteParts(page.filter(({ company_id, write }) => !live.has(`${company_id} ${write}`)));
      after = BigInt(last.write);
    }
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

/** Ids were counted from 1970 once: what they name is old where it is by that count, and nothing of today lies so far ahead. */
function oldIds(before: Date): OldIds {
  const strangeFrom = idAt(Date.now() + DAY_MS);
  return { before: idAt(before.getTime()), strangeFrom, strangeTo: BigInt(before.getTime()) << BigInt(RANDOM_BITS) };
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
