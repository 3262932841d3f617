import { Injectable } from '@nestjs/common';
import type { InputOf, OutputOf, PageEngagement } from '@smartcontent/contracts';
import { Database, type Tx } from '@smartcontent/database';
import { EngagementStore } from './engagement.store.js';

/** An event's place is its message's, times this, and its place in the message. */
export const PLACES = 1n << 20n;
/** One page looks through no more messages than these, so that who begins at the beginning asks many small questions and no large one. */
const WINDOW_MESSAGES = 50_000n;

@Injectable()
export class EngagementService {
  constructor(
    private readonly database: Database,
    private readonly store: EngagementStore,
  ) {}

  /** The last place up to which every event is stored; null before the first. Rows above it may be there already, with others before them on their way. */
  async storedEnd(tx: Tx): Promise<bigint | null> {
    const stored = await this.store.storedThrough(tx);
    return stored === undefined ? null : (stored + 1n) * PLACES - 1n;
  }

  async page({ after, event_types }: InputOf<typeof PageEngagement>): Promise<OutputOf<typeof PageEngagement>> {
    const from = BigInt(after);
    const end = (await this.database.withSystem('how far events are stored', (tx) => this.storedEnd(tx))) ?? from;
    if (end <= from) return { items: [], next: after, is_last: true };
    const until = min(end, from + WINDOW_MESSAGES * PLACES);
    const { rows, isFull } = await this.store.page(from, until, event_types);
    const last = isFull ? BigInt(rows.at(-1)?.place ?? after) : until;
    return { items: rows.map(({ place: _place, ...shown }) => shown), next: `${last}`, is_last: last === end };
  }
}

export function min(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
