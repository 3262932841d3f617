import { Injectable } from '@nestjs/common';
import {
  AppError,
  type InputOf,
  type OutputOf,
  PostScheduled,
  type RequestContext,
  type ScheduledPost,
  type SchedulePost,
  type Version,
} from '@smartcontent/contracts';
import { commitChange, Database, newId, type Tx } from '@smartcontent/database';
import { AccountsService } from '../accounts/accounts.service.js';
import { DISPATCHER_SLEEP_SECONDS, DueSignal } from '../due-signal.js';
import { postEventData } from '../post-event-data.js';
import { ApprovedVersions } from '../versions/approved-versions.js';
import { PostsStore } from './posts.store.js';

/** Takes a post in: what may be scheduled, for when, and through which account. */
@Injectable()
export class SchedulePostService {
  constructor(
    private readonly database: Database,
    private readonly store: PostsStore,
    private readonly accounts: AccountsService,
    private readonly versions: ApprovedVersions,
    private readonly due: DueSignal,
  ) {}

  async schedule(input: InputOf<typeof SchedulePost>, context: RequestContext): Promise<OutputOf<typeof SchedulePost>> {
    const companyId = companyOf(context);
    // Asked for before the transaction, thrown inside it: a repeat with the same Idempotency-Key still gets its first answer.
    const version = await this.versions.read(companyId, input.content_id, input.version_id, context).catch((error: Error) => error);
    const near_duplicates = version instanceof Error ? null : await this.versions.nearDuplicates(version, context);
    return this.database.withTenant(context, async (tx) => {
      if (version instanceof Error) throw version;
      if (Date.parse(input.scheduled_time) <= Date.now()) throw new AppError('SCHEDULING_TIME_PAST');
      return { ...(await this.#insert(tx, input, version)), near_duplicates };
    });
  }

  async #insert(tx: Tx, input: InputOf<typeof SchedulePost>, version: Version): Promise<ScheduledPost> {
    const context = tx.context as RequestContext;
    const account = await this.accounts.holdConnected(tx, input.platform_account_id);
    const post = await this.store.insert(tx, {
      ...input,
      id: newId(),
      company_id: companyOf(context),
      version_hash: version.hash,
      platform: account.platform,
      created_by: 'user_id' in context.actor ? context.actor.user_id : companyOf(context),
    });
    if (!post) throw new AppError('SCHEDULING_POST_DUPLICATE');
    await commitChange(tx, {
      event: { contract: PostScheduled, aggregateId: post.id, aggregateVersion: post.revision, data: postEventData(post) },
      audit: { table: 'scheduled_posts', operation: 'insert', after: post },
    });
    if (Date.parse(post.scheduled_time) - Date.now() < DISPATCHER_SLEEP_SECONDS * 1_000) tx.afterCommit(() => this.due.raise());
    return post;
  }
}

function companyOf(context: RequestContext): string {
  const { company_id: companyId } = context.actor;
  if (!companyId) throw new AppError('PLATFORM_ACTOR_REFUSED', { detail: 'This needs an actor inside a company' });
  return companyId;
}
