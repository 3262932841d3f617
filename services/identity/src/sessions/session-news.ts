import { Injectable } from '@nestjs/common';
import { broadcast } from '@smartcontent/bus';
import { Cache } from '@smartcontent/cache';
import { Bus } from '@smartcontent/service';
import type { OpenSession } from './sessions.store.js';

const DAY_SECONDS = 86_400;
/** A message of NATS holds far more; this is far more than a user has. */
const IDS_PER_MESSAGE = 10_000;

/** Tells whoever keeps sessions in memory what became of them. */
@Injectable()
export class SessionNews {
  constructor(
    private readonly bus: Bus,
    private readonly cache: Cache,
  ) {}

  /** Every gateway refuses the access tokens of these sessions at once. */
  ended(sessionIds: readonly string[]): void {
    for (let from = 0; from < sessionIds.length; from += IDS_PER_MESSAGE)
      broadcast(this.bus.connection, 'credential-changed', { session_ids: sessionIds.slice(from, from + IDS_PER_MESSAGE) });
  }

  async changed(userId: string, version: number): Promise<void> {
    await this.cache.invalidate(keyOf(userId), version);
  }

  /** The open sessions of a user, by way of the cache. */
  async openOf(
    { company_id, user_id }: { readonly company_id: string; readonly user_id: string },
    load: () => Promise<{ value: OpenSession[]; version: number }>,
  ): Promise<OpenSession[]> {
    return (await this.cache.readThrough({ key: keyOf(user_id), companyId: company_id, ttlSeconds: DAY_SECONDS, load })) ?? [];
  }
}

function keyOf(userId: string): string {
  return `user:session:${userId}`;
}
