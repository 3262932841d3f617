import { Injectable } from '@nestjs/common';
import type { ContentDeleted, ContentUpdated, EventOf, PostPublished, PostScheduled, PostStopped } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { AttachmentsStore, type ContentRow } from './attachments.store.js';

export type PostEvent = EventOf<typeof PostScheduled> | EventOf<typeof PostPublished> | EventOf<typeof PostStopped>;
/** Every event of a content says its state, but for its last. */
export type ContentEvent = EventOf<typeof ContentUpdated> | EventOf<typeof ContentDeleted>;

/** Which contents and posts belong to which campaign, and where they stand, as their owners tell it. */
@Injectable()
export class AttachmentsService {
  constructor(private readonly store: AttachmentsStore) {}

  /** The newest event of each content says it all; releases before campaigns told of none. */
  async followContents(events: readonly ContentEvent[], tx: Tx): Promise<void> {
    const newest = new Map(events.map((event) => [event.aggregateId, rowOf(event)]));
    const rows = [...newest.values()];
    await this.store.dropContents(
      tx,
      rows.filter(({ campaign_id }) => campaign_id === null),
    );
    await this.store.keepContents(
      tx,
      rows.filter((row): row is ContentRow => row.campaign_id !== null),
    );
  }

  async followPosts(events: readonly PostEvent[], tx: Tx): Promise<void> {
    const newest = new Map(events.map((event) => [event.aggregateId, event]));
    const rows = [...newest.values()].flatMap(({ companyId, aggregateId, time, data, subject }) => {
      const { campaign_id, content_id, platform } = data;
      if (!campaign_id) return [];
      const status = 'status' in data ? data.status : subject.includes('.published.') ? 'published' : 'pending';
      return [{ company_id: companyId, post_id: aggregateId, campaign_id, content_id, platform, status, told_at: time }];
    });
    await this.store.keepPosts(tx, rows);
  }
}

function rowOf({ companyId, aggregateId, time, data }: ContentEvent): Omit<ContentRow, 'campaign_id'> & { campaign_id: string | null } {
  const state = 'status' in data ? data : null;
  return {
    company_id: companyId,
    content_id: aggregateId,
    campaign_id: state?.campaign_id ?? null,
    status: state?.status ?? '',
    told_at: time,
  };
}
