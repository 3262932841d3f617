import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { AppError, PostStopped, type ScheduledPost } from '@smartcontent/contracts';
import { commitChange, newId, type Tx } from '@smartcontent/database';
import { MISSED_AFTER_SECONDS } from '../missed-window.js';
import type { Outcome, Publication } from '../platforms/platform-adapter.js';
import { Platforms } from '../platforms/platforms.js';
import { postEventData } from '../post-event-data.js';
import { ApprovedVersions } from '../versions/approved-versions.js';
import { AccountOpener } from './account-opener.js';
import { type ClaimedPost, DispatchStore, type DuePost } from './dispatch.store.js';
import { DispatchOutcomes } from './dispatch-outcomes.js';

/** A claim is good for this long. A call is only started while its whole time-out still fits in it. */
const LEASE_SECONDS = 15;
const KEEP_AGAIN_MS = 250;
const MISSED_PER_ROUND = 100;
const TOO_LATE: Outcome = { kind: 'not-sent', reason: 'the lease left no time for the call', statusCode: null };

/** What a dispatcher can take on now. */
export interface Room {
  readonly calls: number;
  /** Of these. */
  readonly lookUps: number;
  readonly perAccount: number;
  readonly busyAccounts: readonly string[];
}

/** A claimed post with the moment of its claim on this process's own clock, which no time service turns back. */
export interface Claim<P extends ClaimedPost = ClaimedPost> {
  readonly post: P;
  readonly claimedAtMs: number;
}

/** A claim whose call is yet to be made. */
export type DueClaim = Claim<DuePost>;

@Injectable()
export class DispatchService {
  constructor(
    private readonly store: DispatchStore,
    private readonly outcomes: DispatchOutcomes,
    private readonly versions: ApprovedVersions,
    private readonly platforms: Platforms,
    private readonly opener: AccountOpener,
  ) {}

  /** One round of the dispatcher: what to publish, what to look up, and how long until there is more. */
  async claim(tx: Tx, room: Room): Promise<{ due: DueClaim[]; unknown: Claim[]; secondsToNext: number | null }> {
    const claimedAtMs = performance.now();
    await this.store.orphan(tx);
    for (const post of await this.store.markMissed(tx, MISSED_AFTER_SECONDS, MISSED_PER_ROUND)) await tellMissed(tx, post);
    const unknown = await this.store.claimUnknown(tx, newId(), LEASE_SECONDS, Math.min(room.calls, room.lookUps));
    const due = await this.store.claimDue(tx, newId(), LEASE_SECONDS, room.calls - unknown.length, room.perAccount, room.busyAccounts);
    const asClaim = <P extends ClaimedPost>(post: P): Claim<P> => ({ post, claimedAtMs });
    const secondsToNext = await this.store.secondsToNext(tx, unknown.length < room.lookUps);
    return { due: due.map(asClaim), unknown: unknown.map(asClaim), secondsToNext };
  }

  /** Publishes one claimed post and keeps what came of it. What fails before the call has surely not left. */
  async publish({ post, claimedAtMs }: Claim<DuePost>): Promise<void> {
    const adapter = this.platforms.get(post.platform);
    const leaseEndsMs = claimedAtMs + LEASE_SECONDS * 1_000;
    let prepared: Publication;
    try {
      prepared = await this.#prepare(post);
    } catch (error) {
      return keepBefore(leaseEndsMs, () => this.outcomes.keepNoCall(post, error));
    }
    // A process that was stopped in between must not call: somebody else may have taken the post over.
    const isTooLate = performance.now() + adapter.timeoutSeconds * 1_000 > leaseEndsMs;
    const outcome = isTooLate ? TOO_LATE : await adapter.publish(prepared);
    await keepBefore(leaseEndsMs, () => this.outcomes.keepCall(post, outcome));
  }

  /** Asks the platform whether a post of unknown outcome stands there. */
  async lookUp({ post }: Claim): Promise<void> {
    const adapter = this.platforms.get(post.platform);
    const opened = await this.opener.open(post).catch((error: unknown) => error as Error);
    if (opened instanceof Error) return this.outcomes.keepNoLookUp(post, opened);
    await this.outcomes.keepLookUp(post, await adapter.lookUp({ id: post.id, ...opened }));
  }

  async #prepare(post: ScheduledPost): Promise<Publication> {
    const version = await this.versions.read(post.company_id, post.content_id, post.version_id, { correlationId: post.id });
    if (version.hash !== post.version_hash) throw new AppError('SCHEDULING_VERSION_NOT_APPROVED');
    return { id: post.id, scheduledTime: post.scheduled_time, version, ...(await this.opener.open(post)) };
  }
}

/** Postgres may be away for a moment. What is known by now is not given up for that while the claim lasts, or it would be unknown. */
async function keepBefore(leaseEndsMs: number, keep: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await keep();
    } catch (error) {
      const mayRecover = error instanceof AppError && error.isRetryable;
      if (!mayRecover || performance.now() + KEEP_AGAIN_MS > leaseEndsMs) throw error;
      await delay(KEEP_AGAIN_MS);
    }
  }
}

function tellMissed(tx: Tx, post: ScheduledPost): Promise<void> {
  return commitChange(
    tx,
    {
      event: {
        contract: PostStopped,
        aggregateId: post.id,
        aggregateVersion: post.revision,
        data: { ...postEventData(post), status: 'missed', error_code: post.error_code },
      },
      audit: { table: 'scheduled_posts', operation: 'update', before: { status: 'pending' }, after: post },
    },
    post.company_id,
    post.id,
  );
}
