import { Injectable } from '@nestjs/common';
import { ContentDeleted, type EventOf } from '@smartcontent/contracts';
import { newId, type Tx } from '@smartcontent/database';
import { IndexSignal } from '../index-signal.js';
import { type ClaimedDocument, IndexQueueStore, type Lease, type Wanted } from './index-queue.store.js';

/** And as many deletions, which cost little. */
const DOCUMENTS_PER_CLAIM = 32;
const LEASE_SECONDS = 30;
/** Renewed three times in a lease, so that one renewal may fail. */
export const RENEW_MS = (LEASE_SECONDS * 1_000) / 3;

/** Documents of one company that one replica has taken on. */
export interface Work extends Lease {
  readonly documents: readonly ClaimedDocument[];
}

/** Notes what is to be indexed, and whose it is while it is; the text is asked for then. */
@Injectable()
export class IndexQueueService {
  constructor(
    private readonly store: IndexQueueStore,
    private readonly signal: IndexSignal,
  ) {}

  /** Events of one company. Only the newest of each content counts. */
  async follow(events: readonly EventOf[], tx: Tx): Promise<void> {
    const newest = new Map<string, Wanted>();
    for (const { aggregateId: contentId, aggregateVersion: revision, subject } of events) {
      if ((newest.get(contentId)?.revision ?? 0) < revision) {
        newest.set(contentId, { contentId, revision, isDeleted: subject === ContentDeleted.subject });
      }
    }
    const [first] = events;
    if (!first) return;
    await this.store.want(tx, first.companyId, [...newest.values()]);
    tx.afterCommit(() => this.signal.raise());
  }

  /** What is due of the company that comes after the last one; null where nothing is that nobody is busy with. */
  async claim(tx: Tx, lastCompany: string | null, busyCompanies: readonly string[]): Promise<Work | null> {
    const companyId = await this.store.nextCompany(tx, lastCompany, busyCompanies);
    if (companyId === null) return null;
    const token = newId();
    return { companyId, token, documents: await this.store.claim(tx, companyId, token, LEASE_SECONDS, DOCUMENTS_PER_CLAIM) };
  }

  renew(tx: Tx, work: Work): Promise<void> {
    return this.store.renew(tx, work, idsOf(work), LEASE_SECONDS);
  }

  /** Anybody may take it on after so many seconds. */
  release(tx: Tx, work: Work, seconds: number): Promise<void> {
    return this.store.release(tx, work, idsOf(work), seconds);
  }
}

function idsOf({ documents }: Work): string[] {
  return documents.map(({ content_id }) => content_id);
}
