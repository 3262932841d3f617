import type { PostHold, ScheduledPost } from '@smartcontent/contracts';
import type { LookUp, Outcome } from '../platforms/platform-adapter.js';
import type { PostResult } from './dispatch.store.js';

/** After this many tries that surely did not arrive, a post fails. With the delays below the last try comes after about an hour. */
export const MAX_RETRIES = 10;
/** After this many look-ups without an answer, about a day, a person is told. */
const MAX_LOOK_UPS = 130;
const FIRST_DELAY_SECONDS = 2;
const LONGEST_DELAY_SECONDS = 900;
const FIRST_LOOK_UP_SECONDS = 1;

/** Exponential back-off with full jitter above one half, so that a crowd does not come back at once. */
export function retryDelaySeconds(retryCount: number, random: number): number {
  const ceiling = Math.min(FIRST_DELAY_SECONDS * 2 ** retryCount, LONGEST_DELAY_SECONDS);
  return ceiling * (0.5 + random / 2);
}

const nothing = { error_code: null, error_message: null, platform_post_id: null, again_in_seconds: null, counts_as_retry: false };

/** What a call means for the post: done, failed, a safe retry, or a look-up first. */
export function resultOfCall(post: ScheduledPost, outcome: Outcome, random = Math.random()): PostResult {
  switch (outcome.kind) {
    case 'published':
      return { ...nothing, status: 'published', platform_post_id: outcome.platformPostId, is_told: true };
    case 'refused':
      return { ...nothing, status: 'failed', error_code: 'PLATFORM_REFUSED', error_message: outcome.reason, is_told: true };
    case 'unknown':
      return {
        ...nothing,
        status: 'unknown',
        error_code: 'OUTCOME_UNKNOWN',
        error_message: outcome.reason,
        again_in_seconds: outcome.lookUpAfterSeconds ?? FIRST_LOOK_UP_SECONDS,
        is_told: false,
      };
    case 'not-sent':
      return retry(post, outcome.reason, Math.max(outcome.retryAfterSeconds ?? 0, retryDelaySeconds(post.retry_count, random)));
  }
}

/** What a look-up means for the post. It is never sent again before the platform said that it is not there. */
export function resultOfLookUp(post: ScheduledPost, found: LookUp, random = Math.random()): PostResult {
  switch (found.kind) {
    case 'found':
      return { ...nothing, status: 'published', platform_post_id: found.platformPostId, is_told: true };
    case 'absent':
      return retry(post, 'the platform does not have it', retryDelaySeconds(post.retry_count, random));
    case 'cannot':
      return leftToPerson(found.reason);
    case 'no-answer':
      if (post.retry_count >= MAX_LOOK_UPS) return leftToPerson(found.reason);
      return {
        ...nothing,
        status: 'unknown',
        error_code: 'OUTCOME_UNKNOWN',
        error_message: found.reason,
        again_in_seconds: retryDelaySeconds(post.retry_count, random),
        counts_as_retry: true,
        is_told: false,
      };
  }
}

/** What becomes of a result that would be tried again, once its campaign has been paused or is over. */
export function resultUnder(hold: PostHold, result: PostResult): PostResult {
  if (result.status !== 'pending' || hold === 'free') return result;
  if (hold === 'held') return { ...result, status: 'paused' };
  return { ...nothing, status: 'cancelled', error_code: 'CAMPAIGN_ENDED', error_message: result.error_message, is_told: true };
}

function leftToPerson(reason: string): PostResult {
  const error_message = `${reason}; a person must look`;
  return { ...nothing, status: 'unknown', error_code: 'OUTCOME_UNKNOWN', error_message, is_told: true };
}

function retry(post: ScheduledPost, reason: string, delaySeconds: number): PostResult {
  if (post.retry_count >= MAX_RETRIES) {
    return { ...nothing, status: 'failed', error_code: 'RETRIES_EXHAUSTED', error_message: reason, is_told: true };
  }
  return {
    ...nothing,
    status: 'pending',
    error_code: 'RETRYING',
    error_message: reason,
    again_in_seconds: delaySeconds,
    counts_as_retry: true,
    is_told: false,
  };
}
