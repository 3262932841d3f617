import { expect, it, vi } from 'vitest';
import { type Expiring, UnderWay } from './under-way.js';

class Job implements Expiring {
  place = 0;
  expired = 0;

  constructor(
    readonly deadlineMs: number,
    private readonly onExpire: (job: Job) => void = () => {},
  ) {}

  expire(): void {
    this.expired += 1;
    this.onExpire(this);
  }
}

const far = () => Date.now() + 60_000;

it('gives each a place of its own, and the place of one that is gone to another', () => {
  const jobs = new UnderWay<Job>();
  const [a, b, c, d] = [new Job(far()), new Job(far()), new Job(far()), new Job(far())];
  for (const job of [a, b, c]) jobs.add(job);
  expect([a, b, c].map((job) => jobs.get(job.place))).toEqual([a, b, c]);
  jobs.delete(b);
  jobs.delete(b);
  jobs.add(d);
  expect(d.place).toBe(b.place);
  expect([...jobs]).toEqual([a, d, c]);
  expect(jobs.size).toBe(3);
  jobs.delete(b);
  expect(jobs.get(d.place)).toBe(d);
});

it('tells those whose deadline is over, in whatever order they came, and lets them leave then', async () => {
  const jobs = new UnderWay<Job>();
  const leave = (job: Job) => jobs.delete(job);
  const [late, early, middle, done] = [300, 40, 120, 60].map((ms) => new Job(Date.now() + ms, leave)) as [Job, Job, Job, Job];
  for (const job of [late, early, middle, done]) jobs.add(job);
  jobs.delete(done);
  await vi.waitFor(() => expect(early.expired).toBe(1), { interval: 5 });
  expect(late.expired).toBe(0);
  await vi.waitFor(() => expect(late.expired).toBe(1), { interval: 5 });
  expect([early, middle, done, late].map((job) => job.expired)).toEqual([1, 1, 0, 1]);
  expect(jobs.size).toBe(0);
});

it('waits for deadlines that no timer of Node can wait for', async () => {
  const jobs = new UnderWay<Job>();
  const forever = [new Job(Number.MAX_SAFE_INTEGER), new Job(Number.POSITIVE_INFINITY)];
  for (const job of forever) jobs.add(job);
  const past = new Job(Date.now() - 1);
  jobs.add(past);
  await vi.waitFor(() => expect(past.expired).toBe(1));
  expect(forever.map((job) => job.expired)).toEqual([0, 0]);
});
