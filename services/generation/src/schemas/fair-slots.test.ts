import { expect, test } from 'vitest';
import { FairSlots } from './fair-slots.js';

/** Work that ends when it is told to, and what has begun. */
function works(slots: FairSlots) {
  const begun: string[] = [];
  const endings = new Map<string, () => void>();
  const begin = (name: string, signal?: AbortSignal) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    endings.set(name, resolve);
    return slots.use(
      name.slice(0, 1),
      () => {
        begun.push(name);
        return promise;
      },
      signal,
    );
  };
  return { begun, begin, end: (name: string) => endings.get(name)?.() };
}

test('whoever asks once begins at once, however much another one has queued', async () => {
  const { begun, begin, end } = works(new FairSlots(2));
  const queued = ['a1', 'a2', 'a3', 'a4'].map((name) => begin(name));
  const single = begin('b1');
  await Promise.resolve();
  expect(begun).toEqual(['a1', 'b1']);
  end('b1');
  await single;
  for (const name of ['a1', 'a2', 'a3', 'a4']) {
    end(name);
    await queued.shift();
  }
  expect(begun).toEqual(['a1', 'b1', 'a2', 'a3', 'a4']);
});

test('a place that two could take goes to who has the least under way, then to who waited longest', async () => {
  const { begun, begin, end } = works(new FairSlots(3));
  const all = ['a1', 'a2', 'b1', 'a3', 'b2', 'c1'].map((name) => begin(name));
  await Promise.resolve();
  expect(begun).toEqual(['a1', 'a2', 'b1']);
  end('b1');
  await all[2];
  await Promise.resolve();
  expect(begun.slice(3)).toEqual(['b2']);
  end('a1');
  await all[0];
  await Promise.resolve();
  expect(begun.slice(4)).toEqual(['c1']);
  for (const name of ['a2', 'b2', 'c1', 'a3']) end(name);
  await Promise.all(all);
});

test('work that fails leaves its place', async () => {
  const slots = new FairSlots(1);
  await expect(slots.use('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await slots.use('a', async () => 'goes on')).toBe('goes on');
});

test('work that nobody waits for any more leaves the queue, and what has begun goes on', async () => {
  const { begun, begin, end } = works(new FairSlots(1));
  const [given, kept] = [new AbortController(), new AbortController()];
  const first = begin('a1', kept.signal);
  const second = begin('a2', given.signal);
  const third = begin('a3');
  const reason = new Error('nobody waits');
  kept.abort(reason);
  given.abort(reason);
  await expect(second).rejects.toBe(reason);
  await expect(begin('a4', given.signal)).rejects.toBe(reason);
  end('a1');
  await first;
  end('a3');
  await third;
  expect(begun).toEqual(['a1', 'a3']);
});
