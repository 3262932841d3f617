import { Injectable } from '@nestjs/common';
import { ContentDeleted, type EventOf } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { IndexSignal } from '../index-signal.js';
import { IndexQueueStore, type Wanted } from './index-queue.store.js';

/** Notes what is to be indexed; the text is asked for when it is. */
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
}
