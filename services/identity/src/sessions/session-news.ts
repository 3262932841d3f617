import { Injectable } from '@nestjs/common';
import { broadcast } from '@smartcontent/bus';
import { Cache, KEYS, keyOf } from '@smartcontent/cache';
import { SessionsEnded } from '@smartcontent/contracts';
import { Bus } from '@smartcontent/service';
import type { OpenSession } from './sessions.store.js';

const DAY_SECONDS = 86_400;

interface Owner {
  readonly company_id: string;
  readonly user_id: string;
}

/** Tells whoever keeps sessions in memory what became of them. */
@Injectable()
export class SessionNews {
  constructor(
    private readonly bus: Bus,
    private readonly cache: Cache,
  ) {}

  /** Every gateway refuses the access tokens of these sessions at once. */
  ended(sessionIds: readonly string[]): void {
    broadcast(this.bus.connection, SessionsEnded, { session_ids: [...sessionIds] });
  }

  async changed(userId: string, version: number): Promise<void> {
    await this.cache.invalidate(sessionsOf(userId), version);
  }

  /** The open sessions of a user as of this version, by way of the cache. */
  async openOf({ company_id, user_id }: Owner, version: number, list: () => Promise<OpenSession[]>): Promise<OpenSession[]> {
    const load = async () => ({ value: { version, open: await list() }, version });
    const held = await this.cache.readThrough({ key: sessionsOf(user_id), companyId: company_id, ttlSeconds: DAY_SECONDS, load });
    if (held?.version === version) return held.open;
    // Redis was away when something happened: nobody may be shown a list that lacks a session.
    await this.cache.invalidate(sessionsOf(user_id), version);
    return list();
  }
}

function sessionsOf(userId: string): string {
  return keyOf(KEYS.sessions, { user_id: userId });
}
