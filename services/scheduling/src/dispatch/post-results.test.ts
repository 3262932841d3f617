import { PLATFORMS, POST_STATUSES, type ScheduledPost, SchedulePost } from '@smartcontent/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LookUp, Outcome } from '../platforms/platform-adapter.js';
import { canMove } from '../post-transitions.js';
import { MAX_RETRIES, resultOfCall, resultOfLookUp, retryDelaySeconds } from './post-results.js';

const post = (retryCount: number, status: ScheduledPost['status']): ScheduledPost =>
  ({ ...SchedulePost.example.output, platform: PLATFORMS[0], retry_count: retryCount, status }) as ScheduledPost;

const reason = fc.string();
const statusCode = fc.option(fc.integer({ min: 300, max: 599 }));
const outcomes: fc.Arbitrary<Outcome> = fc.oneof(
  fc.record({ kind: fc.constant('published' as const), platformPostId: fc.option(fc.string()), statusCode: fc.constant(200) }),
  fc.record({ kind: fc.constant('refused' as const), reason, statusCode }),
  fc.record({
    kind: fc.constant('not-sent' as const),
    reason,
    statusCode,
    retryAfterSeconds: fc.option(fc.nat(3_600), { nil: undefined }),
  }),
  fc.record({ kind: fc.constant('unknown' as const), reason, statusCode }),
);
const lookUps: fc.Arbitrary<LookUp> = fc.oneof(
  fc.record({ kind: fc.constant('found' as const), platformPostId: fc.option(fc.string()) }),
  fc.constant({ kind: 'absent' as const }),
  fc.record({ kind: fc.constant('cannot' as const), reason }),
  fc.record({ kind: fc.constant('no-answer' as const), reason }),
);
const retries = fc.nat(MAX_RETRIES + 3);
const random = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

describe('what a call means for a post', () => {
  it('always moves along a legal transition', () => {
    fc.assert(
      fc.property(retries, outcomes, random, (count, outcome, r) =>
        canMove('publishing', resultOfCall(post(count, 'publishing'), outcome, r).status),
      ),
    );
  });

  it('never sends again what may have arrived', () => {
    fc.assert(
      fc.property(retries, outcomes, random, (count, outcome, r) => {
        if (outcome.kind === 'unknown') expect(resultOfCall(post(count, 'publishing'), outcome, r).status).toBe('unknown');
      }),
    );
  });

  it('waits at least as long as the platform asks for', () => {
    const asked: Outcome = { kind: 'not-sent', reason: '429', statusCode: 429, retryAfterSeconds: 120 };
    expect(resultOfCall(post(0, 'publishing'), asked, 0).again_in_seconds).toBeGreaterThanOrEqual(120);
  });

  it('asks for what is unknown no sooner than the adapter says', () => {
    const unknown: Outcome = { kind: 'unknown', reason: 'no answer', statusCode: null };
    expect(resultOfCall(post(0, 'publishing'), unknown).again_in_seconds).toBe(1);
    expect(resultOfCall(post(0, 'publishing'), { ...unknown, lookUpAfterSeconds: 60 }).again_in_seconds).toBe(60);
  });

  it('gives up after the last retry', () => {
    const away: Outcome = { kind: 'not-sent', reason: 'refused', statusCode: null };
    expect(resultOfCall(post(MAX_RETRIES, 'publishing'), away)).toMatchObject({
      status: 'failed',
      error_code: 'RETRIES_EXHAUSTED',
      is_told: true,
    });
  });
});

describe('what a look-up means for a post', () => {
  it('moves it along a legal transition or leaves it unknown', () => {
    fc.assert(
      fc.property(retries, lookUps, random, (count, found, r) => {
        const { status } = resultOfLookUp(post(count, 'unknown'), found, r);
        return status === 'unknown' || canMove('unknown', status);
      }),
    );
  });

  it('sends again only what the platform says it does not have', () => {
    fc.assert(
      fc.property(retries, lookUps, random, (count, found, r) => {
        if (resultOfLookUp(post(count, 'unknown'), found, r).status === 'pending') expect(found.kind).toBe('absent');
      }),
    );
  });

  it('leaves it to a person where the platform cannot be asked, and says so once', () => {
    expect(resultOfLookUp(post(0, 'unknown'), { kind: 'cannot', reason: 'no address' })).toMatchObject({
      status: 'unknown',
      again_in_seconds: null,
      is_told: true,
    });
  });
});

describe('a platform that never answers', () => {
  it('is asked for about a day, then a person is told', () => {
    const hoursOf = (count: number): number => {
      const result = resultOfLookUp(post(count, 'unknown'), { kind: 'no-answer', reason: 'no route' }, 0.5);
      expect(result.status).toBe('unknown');
      return result.is_told || count > 1_000 ? 0 : (result.again_in_seconds as number) / 3_600 + hoursOf(count + 1);
    };
    expect(hoursOf(0)).toBeGreaterThan(20);
    expect(hoursOf(0)).toBeLessThan(28);
  });
});

describe('the back-off', () => {
  it('grows, stays under a quarter of an hour and never comes at once', () => {
    fc.assert(
      fc.property(fc.nat(100), random, (count, r) => {
        const seconds = retryDelaySeconds(count, r);
        expect(seconds).toBeGreaterThanOrEqual(1);
        expect(seconds).toBeLessThanOrEqual(900);
      }),
    );
  });
});

describe('the transitions of a post', () => {
  it('know every status, and an end has no way on', () => {
    for (const end of ['published', 'failed', 'cancelled', 'missed'] as const) {
      for (const status of POST_STATUSES) expect(canMove(end, status)).toBe(false);
    }
  });
});
