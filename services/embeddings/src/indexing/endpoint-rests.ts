import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { backOffSeconds } from '../back-off.js';
import type { Embedder } from '../embedder.js';
import type { IndexingFailure } from './indexing-failure.js';

/** What is new is not kept waiting for longer. */
const LONGEST_REST_SECONDS = 60;
/** A company's endpoint takes at most a third of the time that one place of the indexer has. */
const REST_PER_CALL = 2;

/** Why an endpoint is left alone, and how long what needs it waits. */
export interface Rest extends Pick<IndexingFailure, 'code' | 'message'> {
  readonly againInSeconds: number;
}

interface Known {
  readonly embedder: string;
  readonly rest: Rest;
  /** In a row. */
  readonly failures: number;
  readonly until: number;
}

/** Endpoints that failed a moment ago. They are left alone by this replica, so that one that hangs keeps no other company waiting. */
@Injectable()
export class EndpointRests {
  readonly #known = new LRUCache<string, Known>({ max: 10_000 });

  /** Undefined where it may be asked, as always after its settings were given anew. */
  of(companyId: string, embedder: Embedder): Rest | undefined {
    const known = this.#known.get(companyId);
    return known?.embedder === nameOf(embedder) && Date.now() < known.until ? known.rest : undefined;
  }

  /** `tookMs`: how long it was waited for. */
  begin(companyId: string, embedder: Embedder, failure: IndexingFailure, tookMs: number): Rest {
    const before = this.#known.get(companyId);
    const failures = before?.embedder === nameOf(embedder) ? before.failures : 0;
    const againInSeconds = Math.max(backOffSeconds(failures), failure.pauseSeconds, (REST_PER_CALL * tookMs) / 1_000);
    const rest = { code: failure.code, message: failure.message, againInSeconds };
    const until = Date.now() + Math.min(againInSeconds, LONGEST_REST_SECONDS) * 1_000;
    this.#known.set(companyId, { embedder: nameOf(embedder), rest, failures: failures + 1, until });
    return rest;
  }

  end(companyId: string): void {
    this.#known.delete(companyId);
  }
}

function nameOf({ model, chosenAt }: Embedder): string {
  return `${model} ${chosenAt ?? ''}`;
}
