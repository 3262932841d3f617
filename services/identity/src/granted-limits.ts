import { type RateLimits, rateLimitsSchema } from '@smartcontent/contracts';

/** A company's api_limits as an actor carries them: nothing where they are those of its tier. What is no limit counts as not granted. */
export function grantedLimits(apiLimits: unknown): { readonly limits?: RateLimits } {
  const parsed = rateLimitsSchema.safeParse(apiLimits);
  return parsed.success && Object.keys(parsed.data).length > 0 ? { limits: parsed.data } : {};
}
