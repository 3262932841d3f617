import type { ActorTokens, RequestClient } from '@smartcontent/bus';
import { ACCESS_TOKEN, type Actor, ListEndedSessions, type OutputOf } from '@smartcontent/contracts';
import { LRUCache } from 'lru-cache';

/** Longer than any access token of theirs. */
const REMEMBERED_MS = (ACCESS_TOKEN.lifetimeSeconds + 60) * 1_000;
const REMEMBERED_MAX = 500_000;
const ASK_MS = 2_000;
const ASK_AGAIN_MS = 1_000;
/** What was broadcast while identity had lost its broker reached nobody. */
const MAKE_SURE_MS = 60_000;

/**
 * The sessions that ended while access tokens of theirs are still alive. A gateway hears of each at once; one that has just started, or lost
 * its broker, asks identity, and lets tokens in meanwhile: while identity is away nobody would be let in otherwise.
 */
export class EndedSessions {
  private readonly ended = new LRUCache<string, true>({ max: REMEMBERED_MAX, ttl: REMEMBERED_MS });
  private again: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(
    private readonly client: RequestClient,
    private readonly tokens: ActorTokens,
  ) {}

  /** Whether the actor's session is over. */
  include(actor: Actor): boolean {
    return actor.kind === 'user' && actor.session_id !== undefined && this.ended.has(actor.session_id);
  }

  add(sessionIds: readonly string[]): void {
    for (const id of sessionIds) this.ended.set(id, true);
  }

  /** Asks identity for what was missed; returns after one attempt. It goes on asking, each second until there was an answer, then each minute. */
  async catchUp(): Promise<void> {
    clearTimeout(this.again);
    const isKnown = await this.ask().catch(() => false);
    clearTimeout(this.again);
    if (!this.isClosed) this.again = setTimeout(() => void this.catchUp(), isKnown ? MAKE_SURE_MS : ASK_AGAIN_MS);
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.again);
  }

  private async ask(): Promise<true> {
    let after: string | null = null;
    let isLast = false;
    while (!isLast) {
      const context = await this.tokens.serviceContext(null, 'catch up on ended sessions');
      const asked = { ...context, deadlineMs: Date.now() + ASK_MS };
      const page: OutputOf<typeof ListEndedSessions> = await this.client.call(ListEndedSessions, { after }, asked);
      this.add(page.session_ids);
      after = page.session_ids.at(-1) ?? null;
      isLast = page.is_last;
    }
    return true;
  }
}
