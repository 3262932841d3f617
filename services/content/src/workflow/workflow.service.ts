import { Injectable } from '@nestjs/common';
import { AppError, ContentMoved, type ContentSummary, type RequestContext, VersionApproved } from '@smartcontent/contracts';
import { Database, type Tx } from '@smartcontent/database';
import { ContentService, eventState } from '../content/content.service.js';
import { type Step, statusAfter } from '../lifecycle.js';
import { personOf, requireMayChange } from '../permissions.js';
import { WorkflowStore } from './workflow.store.js';

/** Who may approve, reject and archive is decided by the scope of the face; only handing in is open to authors. */
@Injectable()
export class WorkflowService {
  constructor(
    private readonly database: Database,
    private readonly content: ContentService,
    private readonly store: WorkflowStore,
  ) {}

  submit(contentId: string, context: RequestContext): Promise<ContentSummary> {
    return this.inTransaction(contentId, context, async (tx, before) => {
      requireMayChange(personOf(context), before);
      const after = stepped(before, 'submit');
      if (await this.store.isEmpty(tx, before)) throw new AppError('CONTENT_EMPTY');
      return this.move(tx, before, after, null);
    });
  }

  /** Binds the approval to what the reviewer has seen: the hash of the current version. */
  approve(contentId: string, versionHash: string, context: RequestContext): Promise<ContentSummary> {
    const { user_id } = personOf(context);
    return this.inTransaction(contentId, context, async (tx, before) => {
      if (before.version_hash !== versionHash) {
        throw new AppError('CONTENT_HASH_MISMATCH', { data: { version_id: before.version_id, version_hash: before.version_hash } });
      }
      const after = { ...stepped(before, 'approve'), approved_version_id: before.version_id };
      const data = { ...eventState(after), approved_by: user_id };
      const [stored] = await Promise.all([
        this.store.approve(tx, after, user_id),
        this.content.commit(tx, { contract: VersionApproved, data, before, after }),
      ]);
      return stored;
    });
  }

  requestChanges(contentId: string, note: string | null, context: RequestContext): Promise<ContentSummary> {
    return this.inTransaction(contentId, context, (tx, before) => this.move(tx, before, stepped(before, 'request_changes'), note));
  }

  reject(contentId: string, note: string | null, context: RequestContext): Promise<ContentSummary> {
    return this.inTransaction(contentId, context, (tx, before) => this.move(tx, before, stepped(before, 'reject'), note));
  }

  /** Withdraws every approval, so that no post of it can leave or be scheduled any more, not even one that is being scheduled now. */
  archive(contentId: string, context: RequestContext): Promise<ContentSummary> {
    return this.inTransaction(contentId, context, async (tx, before) => {
      const after = { ...stepped(before, 'archive'), approved_version_id: null };
      const [, stored] = await Promise.all([this.store.withdrawApprovals(tx, after), this.move(tx, before, after, null)]);
      return stored;
    });
  }

  private inTransaction(
    contentId: string,
    context: RequestContext,
    step: (tx: Tx, before: ContentSummary) => Promise<ContentSummary>,
  ): Promise<ContentSummary> {
    const { company_id } = personOf(context);
    return this.database.withTenant(context, async (tx) => step(tx, await this.content.lock(tx, company_id, contentId)));
  }

  private async move(tx: Tx, before: ContentSummary, after: ContentSummary, note: string | null): Promise<ContentSummary> {
    const data = { ...eventState(after), from_status: before.status, note };
    const change = { contract: ContentMoved, data, before, after, ...(note !== null && { remark: { note } }) };
    const [stored] = await Promise.all([this.store.move(tx, after), this.content.commit(tx, change)]);
    return stored;
  }
}

function stepped(before: ContentSummary, step: Step): ContentSummary {
  return { ...before, status: statusAfter(step, before.status), revision: before.revision + 1 };
}
