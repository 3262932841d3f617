import { AppError } from '@smartcontent/contracts';
import { LRUCache } from 'lru-cache';
import type { RateBudgets } from '../limits/rate-budgets.js';

/** Keys that nobody knows, a minute and address. A key with a typo is not among them: its checksum tells. */
const LIMIT = 30;
const REFUSED_MAX = 100_000;

/** Who tries out keys is refused before the next one is looked up: a flood of made-up keys costs identity no more than the first of them. */
export class UnknownKeys {
  /** Until when, in epoch milliseconds, by address. */
  private readonly refused = new LRUCache<string, number>({ max: REFUSED_MAX });

  constructor(private readonly budgets: Pick<RateBudgets, 'take'>) {}

  /** @throws AppError GATEWAY_RATE_LIMITED where this address has shown too many keys that nobody knows */
  assertMayTry(address: string): void {
    const leftMs = (this.refused.get(address) ?? 0) - Date.now();
    if (leftMs <= 0) return;
    const retry_after_seconds = Math.ceil(leftMs / 1_000);
    throw new AppError('GATEWAY_RATE_LIMITED', { data: { rate_class: 'auth', limit: LIMIT, retry_after_seconds } });
  }

  /** Counts one over all replicas; while Redis is away nothing is counted. */
  async note(address: string): Promise<void> {
    const { remaining, resetSeconds } = await this.budgets.take(`unknown-key:${address}`, 'read', LIMIT);
    if (remaining <= 0) this.refused.set(address, Date.now() + resetSeconds * 1_000);
  }
}
