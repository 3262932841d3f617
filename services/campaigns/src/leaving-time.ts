import type { RequestContext } from '@smartcontent/contracts';

const SHARE = 0.8;

/**
 * For a question without whose answer the caller is still answered: it gives up while there is time for that, after `mostMs` at the latest.
 */
export function leavingTime(context: RequestContext, mostMs = Number.POSITIVE_INFINITY): RequestContext {
  const now = Date.now();
  return { ...context, deadlineMs: now + Math.min(mostMs, Math.floor((context.deadlineMs - now) * SHARE)) };
}
