import { RATE_CLASSES, RATE_LIMITS, type RateLimits, type Tier } from '@smartcontent/contracts';

/** What a key with limits of its own may do a minute: in each class never more than its company. */
export function keyLimits(tier: Tier, company: RateLimits = {}, key: RateLimits = {}): { readonly limits?: RateLimits } {
  const limits: RateLimits = { ...company };
  for (const rateClass of RATE_CLASSES) {
    const own = key[rateClass];
    if (own !== undefined) limits[rateClass] = Math.min(own, company[rateClass] ?? RATE_LIMITS[tier][rateClass]);
  }
  return Object.keys(limits).length > 0 ? { limits } : {};
}
