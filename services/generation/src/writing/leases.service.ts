import { Injectable } from '@nestjs/common';
import { newId, type Tx } from '@smartcontent/database';
import { Underway } from '../news/underway.js';
import type { ClaimedRun } from '../run-columns.js';
import { DraftOutcomes } from './draft-outcomes.js';
import type { Room } from './room.js';
import { WritingStore } from './writing.store.js';

/** A dead process's runs are taken over after this; a living one renews three times as often. */
const LEASE_SECONDS = 6;
const RENEW_MS = (LEASE_SECONDS * 1_000) / 3;

/** Whose a run is, and for how long. */
@Injectable()
export class Leases {
  constructor(
    private readonly store: WritingStore,
    private readonly outcomes: DraftOutcomes,
    private readonly underway: Underway,
  ) {}

  async claim(tx: Tx, room: Room): Promise<{ claims: ClaimedRun[]; secondsToNext: number | null }> {
    const claims = await this.store.claim(tx, newId(), LEASE_SECONDS, room);
    return { claims, secondsToNext: await this.store.secondsToNext(tx) };
  }

  /** Renews the lease while `work` runs. Its signal aborts where the run is cancelled or taken over, and when the process leaves. */
  async during(claim: ClaimedRun, leaving: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const call = new AbortController();
    this.underway.hold(claim.id, call);
    const renew = async () => {
      // Postgres being away is no reason to give up a call; where it stays away the lease ends by itself.
      const isOurs = await this.outcomes.renew(claim, LEASE_SECONDS).catch(() => true);
      if (!isOurs) call.abort(new Error('the run is no longer ours'));
    };
    const timer = setInterval(() => void renew(), RENEW_MS);
    try {
      await work(AbortSignal.any([call.signal, leaving]));
    } finally {
      clearInterval(timer);
      this.underway.release(claim.id, call);
    }
  }
}
