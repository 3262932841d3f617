import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Engagement, IndexedDocument, Tombstone } from '../indexed-document.js';
import { SearchIndexStore } from './search-index.store.js';

/** Keeps an insert at about ten megabytes. */
const CHUNKS_PER_INSERT = 2_000;
/** Below the milliseconds of a write's id. */
const RANDOM_BITS = 22;

/**
 * The writer of the search index. A document is searchable as soon as `write` has returned: its vectors and postings carry the
 * id of their write, and its row, which comes last, makes just these count. So half a write is never seen, a second one of the
 * same changes nothing, and an older revision never wins over a newer one or over a tombstone.
 */
@Injectable()
export class SearchIndex {
  #last = 0n;

  constructor(private readonly store: SearchIndexStore) {}

  /** @throws AppError PLATFORM_STORE_UNAVAILABLE, after which the same may be written again */
  async write(documents: readonly IndexedDocument[]): Promise<void> {
    for (const group of groupsOf(documents)) {
      const writes = group.map((document) => ({ id: this.#nextId(), document }));
      await this.store.insertParts(writes);
      await this.store.insertDocuments(writes);
    }
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
  return BigInt(milliseconds) << BigInt(RANDOM_BITS);
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
