import type { RateLimit } from '@smartcontent/cache';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { RateBudgets } from './rate-budgets.js';

const LIMIT = 6_000;

/** A counter as Redis keeps it, and what it was told. */
class FakeLimiter {
  readonly told: number[] = [];
  private used = 0;
  private gate = Promise.resolve();

  async take(_who: string, _rateClass: string, limit: number, points = 1): Promise<RateLimit> {
    this.told.push(points);
    this.used += points;
    const { used } = this;
    await this.gate;
    return { isAllowed: used <= limit, limit, remaining: Math.max(0, limit - used), resetSeconds: 60 };
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

  test('asks once, then counts here and tells Redis together', async () => {
    const left: number[] = [];
    for (let count = 0; count < 100; count++) left.push((await take()).remaining);
    expect(left).toEqual(Array.from({ length: 100 }, (_, index) => LIMIT - 1 - index));
    expect(limiter.told).toEqual([1]);
    await vi.advanceTimersByTimeAsync(25);
    expect(limiter.told).toEqual([1, 99]);
    expect((await take()).remaining).toBe(LIMIT - 101);
  });

  test('learns what other replicas used', async () => {
    await take();
    limiter.useElsewhere(2_000);
    await take();
    await vi.advanceTimersByTimeAsync(25);
    expect((await take()).remaining).toBe(LIMIT - 2_003);
  });

  test('asks one by one when little is left, and refuses exactly at the limit', async () => {
    limiter.useElsewhere(LIMIT - 1_000);
    const taken: RateLimit[] = [];
    for (let count = 0; count < 1_001; count++) taken.push(await take());
    expect(limiter.told).toEqual(Array(1_001).fill(1));
    expect(taken.map(({ isAllowed }) => isAllowed)).toEqual([...Array(1_000).fill(true), false]);
  });

  test('lets no more pass untold than a late Redis may miss, and asks for the rest', async () => {
    await take();
    const answers = limiter.hold();
    const taken = Array.from({ length: 400 }, () => budgets.take('ada', 'read', LIMIT));
    expect(taken.filter((one) => one instanceof Promise)).toHaveLength(150);
    answers();
    await Promise.all(taken);
    expect(limiter.told.reduce((sum, points) => sum + points)).toBe(401);
  });

  test('is kept by several replicas that ask a late Redis at once', async () => {
    const replicas = [budgets, new RateBudgets(limiter), new RateBudgets(limiter), new RateBudgets(limiter)];
    let allowed = 0;
    for (let round = 0; round < 40; round++) {
      const answers = limiter.hold();
      const taken = replicas.flatMap((replica) => Array.from({ length: 60 }, () => replica.take('ada', 'read', LIMIT)));
      await vi.advanceTimersByTimeAsync(25);
      answers();
      allowed += (await Promise.all(taken)).filter(({ isAllowed }) => isAllowed).length;
    }
    expect(allowed).toBe(LIMIT);
  });

  test('starts anew when its minute is over, and does not charge the old one to it', async () => {
    await take();
    await vi.advanceTimersByTimeAsync(59_990);
    await take();
    vi.setSystemTime(Date.now() + 20);
    await vi.advanceTimersByTimeAsync(25);
    expect(limiter.told).toEqual([1]);
    await take();
    expect(limiter.told).toEqual([1, 1]);
  });

  test('tells what is untold when it closes', async () => {
    await take();
    await take();
    await budgets.close();
    expect(limiter.told).toEqual([1, 1]);
  });
});
