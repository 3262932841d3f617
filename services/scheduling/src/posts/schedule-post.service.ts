import { Injectable } from '@nestjs/common';
import {
  AppError,
  type InputOf,
  type OutputOf,
  PostScheduled,
  type RequestContext,
  type ScheduledPost,
  type SchedulePost,
} from '@smartcontent/contracts';
import { commitChange, Database, newId, type Tx } from '@smartcontent/database';
import { AccountsService } from '../accounts/accounts.service.js';
import { DISPATCHER_SLEEP_SECONDS, DueSignal } from '../due-signal.js';
import { postEventData } from '../post-event-data.js';
import { type Admission, companyOf, PostAdmission } from './post-admission.service.js';
import { PostsStore } from './posts.store.js';

/** Takes a post in: what may be scheduled, for when, and through which account. */
@Injectable()
export class SchedulePostService {
  constructor(
    private readonly database: Database,
    private readonly store: PostsStore,
    private readonly accounts: AccountsService,
    private readonly admission: PostAdmission,
    private readonly due: DueSignal,
  ) {}

  async schedule(input: InputOf<typeof SchedulePost>, context: RequestContext): Promise<OutputOf<typeof SchedulePost>> {
    // As it came: what is asked for next may take a moment, and the post is due then.
    const isPast = Date.parse(input.scheduled_time) <= Date.now();
    // Asked for before the transaction, thrown inside it: a repeat with the same Idempotency-Key still gets its first answer.
    const admission = await this.admission.ask(companyOf(context), input, context).catch((error: Error) => error);
    return this.database.withTenant(context, async (tx) => {
      if (admission instanceof Error) throw admission;
      if (isPast) throw new AppError('SCHEDULING_TIME_PAST');
      return { ...(await this.#insert(tx, input, admission)), near_duplicates: admission.nearDuplicates };
    });
  }

  async #insert(tx: Tx, input: InputOf<typeof SchedulePost>, admission: Admission): Promise<ScheduledPost> {
    const context = tx.context as RequestContext;
    const account = await this.accounts.holdConnected(tx, input.platform_account_id);
    const companyId = companyOf(context);
    const isHeld = await this.admission.isHeld(tx, companyId, admission, input);
    const post = await this.store.insert(tx, {
      ...input,
      id: newId(),
      company_id: companyId,
      status: isHeld ? 'paused' : 'pending',
      version_hash: admission.version.hash,
      platform: account.platform,
      created_by: 'user_id' in context.actor ? context.actor.user_id : companyId,
    });
    if (!post) throw new AppError('SCHEDULING_POST_DUPLICATE');
    await commitChange(tx, {
      event: { contract: PostScheduled, aggregateId: post.id, aggregateVersion: post.revision, data: postEventData(post) },
      audit: { table: 'scheduled_posts', operation: 'insert', after: post },
    });
    const isNear = !isHeld && Date.parse(post.scheduled_time) - Date.now() < DISPATCHER_SLEEP_SECONDS * 1_000;
    if (isNear) tx.afterCommit(() => this.due.raise());
    return post;
  }
}
