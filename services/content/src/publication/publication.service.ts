import { Injectable } from '@nestjs/common';
import { UserStream } from '@smartcontent/cache';
import {
  AppError,
  ContentPublished,
  type ContentSummary,
  ContentUpdated,
  type EventOf,
  type PostPublished,
  type PostScheduled,
  type PostStopped,
} from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { ContentService, eventState } from '../content/content.service.js';
import { statusAfterPublication } from '../lifecycle.js';
import { type ContentPost, PublicationStore } from './publication.store.js';

type PostEvent = EventOf<typeof PostScheduled> | EventOf<typeof PostStopped> | EventOf<typeof PostPublished>;

/** Derives scheduled_for, published_at and the status `published` from what scheduling says about the posts of a content. */
@Injectable()
export class PublicationService {
  constructor(
    private readonly content: ContentService,
    private readonly store: PublicationStore,
    private readonly users: UserStream,
  ) {}

  postScheduled(event: EventOf<typeof PostScheduled>, tx: Tx): Promise<void> {
    return this.notePost(tx, { ...postOf(event), status: 'pending', published_at: null });
  }

  postStopped(event: EventOf<typeof PostStopped>, tx: Tx): Promise<void> {
    return this.notePost(tx, { ...postOf(event), status: 'stopped', published_at: null });
  }

  async postPublished(event: EventOf<typeof PostPublished>, tx: Tx): Promise<void> {
    const post: ContentPost = { ...postOf(event), status: 'published', published_at: event.data.published_at };
    const news = await this.accept(tx, post);
    if (!news) return;
    const { before, versionHash } = news;
    const status = statusAfterPublication(before.status, post.version_id === before.version_id);
    const after = { ...before, ...(await this.store.instants(tx, post)), status, revision: before.revision + 1 };
    const data = {
      ...eventState(after),
      // What left, which an editor may have replaced meanwhile.
      version_id: post.version_id,
      version_hash: versionHash,
      post_id: post.post_id,
      platform: post.platform,
      title: before.title,
      published_at: event.data.published_at,
    };
    await Promise.all([this.store.save(tx, after), this.content.commit(tx, { contract: ContentPublished, data, before, after })]);
  }

  /** Tells the author; the stream takes an event's id once, however often the event comes. */
  async contentPublished(event: EventOf<typeof ContentPublished>): Promise<void> {
    const { user_id, post_id, platform, title, published_at } = event.data;
    const data = { content_id: event.aggregateId, post_id, platform, title, published_at };
    await this.users.publish(user_id, event.companyId, { type: 'content.published', time: event.time, data }, event.id);
    await this.content.forget(event);
  }

  private async notePost(tx: Tx, post: ContentPost): Promise<void> {
    const before = (await this.accept(tx, post))?.before;
    if (!before) return;
    const { scheduled_for } = await this.store.instants(tx, post);
    // Another post leaves earlier: nothing of the content changes, so its revision does not either.
    if (scheduled_for === before.scheduled_for) return;
    const after = { ...before, scheduled_for, revision: before.revision + 1 };
    const change = { contract: ContentUpdated, data: eventState(after), before, after };
    await Promise.all([this.store.save(tx, after), this.content.commit(tx, change)]);
  }

  /**
   * Keeps what is new about a post. Undefined where its content is gone (no tombstone is needed: ids are never used again), or where
   * this state of the post, or a later one, is known already.
   */
  private async accept(tx: Tx, post: ContentPost): Promise<{ before: ContentSummary; versionHash: string } | undefined> {
    const before = await this.content.lockIfThere(tx, post.company_id, post.content_id);
    if (!before) return undefined;
    const [versionHash, isNews] = await Promise.all([this.store.versionHash(tx, post), this.store.savePost(tx, post)]);
    // Versions are never deleted alone, so such a post is not of this content.
    if (!versionHash) throw new AppError('CONTENT_VERSION_NOT_FOUND', { data: { version_id: post.version_id } });
    return isNews ? { before, versionHash } : undefined;
  }
}

function postOf({ companyId, aggregateId, aggregateVersion, data }: PostEvent): Omit<ContentPost, 'status' | 'published_at'> {
  const { content_id, version_id, platform, scheduled_time } = data;
  return { company_id: companyId, content_id, post_id: aggregateId, post_revision: aggregateVersion, version_id, platform, scheduled_time };
}
