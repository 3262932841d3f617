import { Injectable } from '@nestjs/common';
import { Cache, KEYS, keyOf } from '@smartcontent/cache';
import {
  AppError,
  type Content,
  type ContentCreated,
  type ContentSummary,
  type DataOf,
  type EventContract,
  type EventOf,
} from '@smartcontent/contracts';
import { commitChange, type Tx } from '@smartcontent/database';
import { ContentTelemetry } from '../telemetry.js';
import { auditedChange, auditedRow } from './audited-values.js';
import { ContentStore } from './content.store.js';

const CACHE_SECONDS = 3_600;

/** A content as its writer knows it; its times are the database's. */
export type ContentState = Omit<ContentSummary, 'created_at' | 'updated_at'>;

/** One step of a content's revision: the one event that tells of it, and the values before (null: it is new) and after it (null: it is gone). */
export interface ContentChange<C extends EventContract> {
  readonly contract: C;
  readonly data: DataOf<C>;
  readonly before: ContentState | null;
  readonly after: ContentState | null;
  /** What the audit log keeps beside the columns, such as a reviewer's note. */
  readonly remark?: object;
}

/** The aggregate: how a content is locked, how a change of it is committed, how it is cached. */
@Injectable()
export class ContentService {
  constructor(
    private readonly store: ContentStore,
    private readonly cache: Cache,
    private readonly telemetry: ContentTelemetry,
  ) {}

  /** @throws AppError CONTENT_NOT_FOUND, also for another company's. */
  async lock(tx: Tx, companyId: string, contentId: string): Promise<ContentSummary> {
    return required(await this.store.lock(tx, companyId, contentId));
  }

  /** @throws AppError CONTENT_NOT_FOUND, also for another company's. */
  async lockWithText(tx: Tx, companyId: string, contentId: string): Promise<Content> {
    return required(await this.store.lockWithText(tx, companyId, contentId));
  }

  /** Undefined where it was deleted. */
  lockIfThere(tx: Tx, companyId: string, contentId: string): Promise<ContentSummary | undefined> {
    return this.store.lock(tx, companyId, contentId);
  }

  /** Writes event and audit row of one revision step; drops the cached entry once it is committed. */
  async commit<C extends EventContract>(tx: Tx, { contract, data, before, after, remark }: ContentChange<C>): Promise<void> {
    const { id, company_id } = (after ?? before) as ContentState;
    const revision = after ? after.revision : (before as ContentState).revision + 1;
    tx.afterCommit(async () => {
      this.telemetry.contentChanged(contract, id, revision);
      // A new content is in no cache.
      if (before && !(await this.cache.invalidate(cacheKey(id), revision))) this.telemetry.cacheNotInvalidated(id);
    });
    tx.noteBefore(before);
    await commitChange(
      tx,
      {
        event: { contract, aggregateId: id, aggregateVersion: revision, data },
        audit: { table: 'content', ...auditOf(before, after, remark) },
      },
      company_id,
    );
  }

  /** The cached content, or what `load` reads. */
  cached(companyId: string, contentId: string, load: () => Promise<Content | undefined>): Promise<Content | undefined> {
    return this.cache.readThrough<Content>({
      key: cacheKey(contentId),
      companyId,
      ttlSeconds: CACHE_SECONDS,
      load: async () => {
        const value = await load();
        return value && { value, version: value.revision };
      },
    });
  }

  /**
   * The net under `commit`: the writer may have died after its commit, or Redis may have been away.
   * @throws AppError PLATFORM_STORE_UNAVAILABLE while Redis is away, so that the event comes again.
   */
  async forget(event: EventOf): Promise<void> {
    const isTaken = await this.cache.invalidate(cacheKey(event.aggregateId), event.aggregateVersion);
    if (!isTaken) throw new AppError('PLATFORM_STORE_UNAVAILABLE');
  }
}

/** What every event of a content says about it. */
export function eventState(content: ContentState): DataOf<typeof ContentCreated> {
  const { user_id, campaign_id, status, content_type, version_id, version_hash } = content;
  return { user_id, campaign_id, status, content_type, version_id, version_hash };
}

function auditOf(before: ContentState | null, after: ContentState | null, remark: object = {}) {
  if (!before) return { operation: 'insert', before: null, after: { ...auditedRow(after ?? {}), ...remark } } as const;
  if (!after) return { operation: 'delete', before: auditedRow(before), after: null } as const;
  const change = auditedChange(before, after);
  return { operation: 'update', before: change.before, after: { ...change.after, ...remark } } as const;
}

function required<T>(content: T | undefined): T {
  if (!content) throw new AppError('CONTENT_NOT_FOUND');
  return content;
}

/** Ids come in any case, rows have them in lower case. */
function cacheKey(contentId: string): string {
  return keyOf(KEYS.contentCache, { content_id: contentId.toLowerCase() });
}
