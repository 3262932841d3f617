import { setTimeout } from 'node:timers/promises';
import type { RateLimit } from '@smartcontent/cache';
import { AppError, type HttpFace, RATE_LIMITS, type RateClass } from '@smartcontent/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addressBlock } from '../limits/address-block.js';
import type { RateBudgets } from '../limits/rate-budgets.js';

const WINDOW_SECONDS = 60;
/** In a flood who is refused at once tries again at once, and takes the time of everybody else. */
const REFUSAL_DELAY_MS = 250;
/** So many are kept waiting and no more: each of them is memory. */
const DELAYED_MAX = 1_000;

/** Step 3: counts every request on a budget, tells what is left in the headers, and refuses when nothing is. */
export class RateGuard {
  private delayed = 0;

  constructor(private readonly budgets: RateBudgets) {}

  /** Counts on the caller, by tier and class of the route; on the address where nobody is known. */
  limit({ rateClass }: HttpFace) {
    return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      const { caller } = request;
      if (caller) await this.count(reply, caller.budgetId, rateClass, caller.limits[rateClass] ?? RATE_LIMITS[caller.tier][rateClass]);
      else await this.count(reply, addressBlock(request.ip), rateClass, RATE_LIMITS.free[rateClass]);
    };
  }

  /** Counts somebody who did not say, or could not prove, who he is. */
  async countStranger(request: FastifyRequest, reply: FastifyReply, rateClass: RateClass = 'read'): Promise<void> {
    await this.count(reply, addressBlock(request.ip), rateClass, RATE_LIMITS.free[rateClass]);
  }

  private async delay(): Promise<void> {
    if (this.delayed >= DELAYED_MAX) return;
    this.delayed += 1;
    await setTimeout(REFUSAL_DELAY_MS);
    this.delayed -= 1;
  }

  private async count(reply: FastifyReply, who: string, rateClass: RateClass, limit: number): Promise<void> {
    let budget: RateLimit | undefined;
    try {
      const taken = this.budgets.take(who, rateClass, limit);
      budget = taken instanceof Promise ? await taken : taken;
    } finally {
      reply.headers(budgetHeaders(rateClass, budget ?? { limit, remaining: 0, resetSeconds: WINDOW_SECONDS }));
    }
    if (budget.isAllowed) return;
    if (rateClass === 'auth') await this.delay();
    throw new AppError('GATEWAY_RATE_LIMITED', { data: { rate_class: rateClass, limit, retry_after_seconds: budget.resetSeconds } });
  }
}

/** The three fields that clients know, and the two that replace them in draft-ietf-httpapi-ratelimit-headers-10. */
function budgetHeaders(
  rateClass: RateClass,
  { limit, remaining, resetSeconds }: Omit<RateLimit, 'isAllowed' | 'isCounted'>,
): Record<string, string> {
  const left = Math.max(0, remaining);
  return {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(left),
    'ratelimit-reset': String(resetSeconds),
    'ratelimit-policy': `"${rateClass}";q=${limit};w=${WINDOW_SECONDS}`,
    ratelimit: `"${rateClass}";r=${left};t=${resetSeconds}`,
  };
}
