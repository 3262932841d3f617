import { AppError } from '@smartcontent/contracts';
import type { Database } from '@smartcontent/database';
import { type Log, Metrics } from '@smartcontent/service';
import { expect, it } from 'vitest';
import type { DueSignal } from '../due-signal.js';
import { SchedulingTelemetry } from '../telemetry.js';
import type { DispatchService } from './dispatch.service.js';
import { DispatchDuePosts } from './dispatch-due-posts.job.js';

it('tells once that Postgres is away, and once that it is back', async () => {
  const lines: unknown[] = [];
  const keep = (message: string, fields: unknown) => void lines.push([message, fields]);
  const log = { info: keep, warn: keep } as Partial<Log> as Log;
  const isBack = Promise.withResolvers<void>();
  let rounds = 0;
  const withSystem = async () => {
    rounds += 1;
    if (rounds <= 5) throw new AppError('PLATFORM_STORE_UNAVAILABLE');
    if (rounds > 10) isBack.resolve();
    return { due: [], unknown: [], secondsToNext: 1 };
  };
  const database = { withSystem } as unknown as Database;
  const due = { wait: () => new Promise<void>((resolve) => setImmediate(resolve)) } as Partial<DueSignal> as DueSignal;
  const job = new DispatchDuePosts(database, {} as DispatchService, due, new SchedulingTelemetry(log, new Metrics()));
  job.onApplicationBootstrap();
  await isBack.promise;
  await job.beforeApplicationShutdown();
  expect(lines).toEqual([
    ['posts that are due cannot be claimed; they wait', { error: expect.stringMatching(/^PLATFORM_STORE_UNAVAILABLE/) }],
    ['posts that are due are claimed again', { seconds: expect.any(Number), tries: 5 }],
  ]);
});
