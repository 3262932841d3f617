import type { RateLimit } from '@smartcontent/cache';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { RateBudgets } from './rate-budgets.js';

const LIMIT = 6_000;

/** A counter as Redis keeps it, minute by minute, and what it was told. */
class FakeLimiter {
  readonly told: number[] = [];
  state: 'there' | 'away' | 'broken' = 'there';
  private used = 0;
  private endsAtMs = Date.now() + 60_000;
  private gate = Promise.resolve();

  async take(_who: string, _rateClass: string, limit: number, points = 1): Promise<RateLimit> {
    if (this.state === 'broken') throw new Error('no answer');
    if (this.state === 'away') return { isAllowed: true, isCounted: false, limit, remaining: limit, resetSeconds: 60 };
    if (Date.now() >= this.endsAtMs) {
      this.used = 0;
      this.endsAtMs = Date.now() + 60_000;
    }
    this.told.push(points);
    this.used += points;
    const { used } = this;
    const resetSeconds = Math.ceil((this.endsAtMs - Date.now()) / 1_000);
    await this.gate;
    return { isAllowed: used <= limit, isCounted: true, limit, remaining: Math.max(0, limit - used), resetSeconds };
  }

  /** Answers come late, when the function that it returns is called. */
  hold(): () => void {
    let release = () => {};
    this.gate = new Promise((resolve) => {
      release = resolve;
    });
    return release;
  }

  /** What other replicas let through. */
  useElsewhere(points: number): void {
    this.used += points;
  }
}

describe('a budget', () => {
  let limiter: FakeLimiter;
  let budgets: RateBudgets;
  beforeEach(() => {
    vi.useFakeTimers();
    limiter = new FakeLimiter();
    budgets = new RateBudgets(limiter);
  });
  afterEach(() => vi.useRealTimers());

  const take = async (): Promise<RateLimit> => budgets.take('ada', 'read', LIMIT);
  const takeMany = (count: number, from = budgets) => Array.from({ length: count }, () => from.take('ada', 'read', LIMIT));
  const allowedOf = async (taken: readonly (RateLimit | Promise<RateLimit>)[]) =>
    (await Promise.all(taken)).filter(({ isAllowed }) => isAllowed).length;

  test('asks once, then has permits counted in advance, the next before the last are spent', async () => {
    const left: number[] = [];
    for (let count = 0; count < 300; count++) left.push((await take()).remaining);
    expect(left).toEqual(Array.from({ length: 300 }, (_, index) => LIMIT - 1 - index));
    expect(limiter.told).toEqual([1, 101, 100, 100, 100]);
  });

  test('learns what other replicas used', async () => {
    await take();
    limiter.useElsewhere(2_000);
    expect((await take()).remaining).toBe(LIMIT - 2_002);
  });

  test('asks one by one when little is left, and refuses exactly at the limit', async () => {
    limiter.useElsewhere(LIMIT - 1_000);
    const taken: RateLimit[] = [];
    for (let count = 0; count < 1_001; count++) taken.push(await take());
    expect(limiter.told).toEqual(Array(1_001).fill(1));
    expect(taken.map(({ isAllowed }) => isAllowed)).toEqual([...Array(1_000).fill(true), false]);
  });

  test('is fetched for by one, however many come at once', async () => {
    await take();
    const answers = limiter.hold();
    const taken = takeMany(50);
    answers();
    expect(await allowedOf(taken)).toBe(50);
    expect(limiter.told).toEqual([1, 101, ...Array(49).fill(1)]);
  });

  test('is never exceeded by several replicas, however late Redis answers', async () => {
    const replicas = [budgets, new RateBudgets(limiter), new RateBudgets(limiter), new RateBudgets(limiter)];
    let allowed = 0;
    for (let round = 0; round < 50; round++) {
      const answers = limiter.hold();
      const taken = replicas.flatMap((replica, index) => takeMany(20 + index * 40, replica));
      answers();
      allowed += await allowedOf(taken);
    }
    expect(allowed).toBeLessThanOrEqual(LIMIT);
    // What a replica has fetched and not spent is lost to the others.
    expect(allowed).toBeGreaterThan(LIMIT - replicas.length * 125);
  });

  test('starts anew when its minute is over, and brings no permits along', async () => {
    for (let count = 0; count < 3; count++) await take();
    expect(limiter.told).toEqual([1, 101]);
    await vi.advanceTimersByTimeAsync(59_100);
    await take();
    expect(limiter.told).toEqual([1, 101, 1]);
  });

  test('spends no permit of a minute that is over, however late Redis told when it ends', async () => {
    const answers = limiter.hold();
    const first = take();
    await vi.advanceTimersByTimeAsync(5_000);
    answers();
    await first;
    await take();
    expect(limiter.told).toEqual([1, 101]);
    await vi.advanceTimersByTimeAsync(56_000);
    await take();
    expect(limiter.told).toEqual([1, 101, 1]);
  });

  test('passes uncounted while Redis is away, and nothing that Redis does not know once it is back', async () => {
    await take();
    limiter.state = 'away';
    expect(await allowedOf([...takeMany(300), ...Array.from({ length: 300 }, () => budgets.take('bob', 'read', LIMIT))])).toBe(600);
    for (let count = 0; count < 300; count++) expect(await take()).toMatchObject({ isAllowed: true, isCounted: false });
    await budgets.take('bob', 'read', LIMIT);
    limiter.state = 'there';
    await take();
    await budgets.take('bob', 'read', LIMIT);
    expect(limiter.told).toEqual([1, 101, 1]);
  });

  test('is spent on where the next permits could not be had', async () => {
    for (let count = 0; count < 76; count++) await take();
    expect(limiter.told).toEqual([1, 101]);
    limiter.state = 'broken';
    for (let count = 0; count < 26; count++) expect(await take()).toMatchObject({ isAllowed: true });
    await expect(take()).rejects.toThrow('no answer');
  });
});
