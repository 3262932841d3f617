import { expect, it } from 'vitest';
import { GapWatch } from './gap-watch.js';

it('takes no version for gone that is settled while it looks, here or in another replica', async () => {
  const last = new Map<string, number>();
  const watch = new GapWatch({
    settledUpTo: async () => {
      // The answer tells of everything up to here.
      await Promise.resolve();
      last.set('one', 1);
      return 2;
    },
    inbox: { lastVersions: async (ids) => new Map([...last].filter(([id]) => ids.includes(id))) },
  });
  const wait = (aggregateId: string) =>
    new Promise<boolean>((resolve) => watch.add({ aggregateId, version: 2, sequence: 3, wake: resolve }));
  expect(await Promise.all([wait('one'), wait('other')])).toEqual([false, true]);
});

it('takes no version for gone of one who begins to wait while it looks', async () => {
  const asking = Promise.withResolvers<void>();
  const isAsked = Promise.withResolvers<void>();
  const watch = new GapWatch({
    settledUpTo: async () => {
      isAsked.resolve();
      await asking.promise;
      return 3;
    },
    inbox: { lastVersions: async (ids) => new Map(ids.map((id) => [id, 1])) },
  });
  const wait = (aggregateId: string) =>
    new Promise<boolean>((resolve) => watch.add({ aggregateId, version: 2, sequence: 3, wake: resolve }));
  const one = wait('one');
  await isAsked.promise;
  const other = wait('other');
  asking.resolve();
  expect(await Promise.all([one, other])).toEqual([false, false]);
});
