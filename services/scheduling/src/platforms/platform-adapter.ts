import type { Version } from '@smartcontent/contracts';

/** Everything that a platform needs for one post. `id` is the same on every try: the platform's idempotency key. */
export interface Publication {
  readonly id: string;
  readonly scheduledTime: string;
  readonly version: Version;
  readonly settings: Record<string, unknown>;
  readonly secret: string;
}

/**
 * What became of one call.
 * - `published`: the platform has it
 * - `refused`: the platform does not have it and never will take it as it is
 * - `not-sent`: the platform surely does not have it; another try is safe
 * - `unknown`: it may have it; only a look-up can tell, another try could post twice
 */
export type Outcome =
  | { readonly kind: 'published'; readonly platformPostId: string | null; readonly statusCode: number }
  | { readonly kind: 'refused'; readonly reason: string; readonly statusCode: number | null }
  | { readonly kind: 'not-sent'; readonly reason: string; readonly statusCode: number | null; readonly retryAfterSeconds?: number }
  | { readonly kind: 'unknown'; readonly reason: string; readonly statusCode: number | null; readonly lookUpAfterSeconds?: number };

/** What a look-up found: `no-answer` when the platform could not be asked, `cannot` when nobody ever can. */
export type LookUp =
  | { readonly kind: 'found'; readonly platformPostId: string | null }
  | { readonly kind: 'absent' }
  | { readonly kind: 'no-answer'; readonly reason: string }
  | { readonly kind: 'cannot'; readonly reason: string };

/** One platform. It never throws for what the platform does; it says what it knows. */
export interface PlatformAdapter {
  readonly platform: string;
  /** The longest that one call may take; a dispatcher's lease is longer than this. */
  readonly timeoutSeconds: number;
  publish(publication: Publication): Promise<Outcome>;
  lookUp(publication: Pick<Publication, 'id' | 'settings' | 'secret'>): Promise<LookUp>;
}
