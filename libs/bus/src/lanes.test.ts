import { describe, expect, it } from 'vitest';
import { Lanes, Slots } from './lanes.js';
import { Signal } from './signal.js';

describe('Lanes', () => {
  it('keeps one key in order while another goes on', async () => {
    const lanes = new Lanes();
    const first = Promise.withResolvers<void>();
    const done: string[] = [];
    lanes.run('a', () => first.promise.then(() => void done.push('a1')));
    lanes.run('a', async () => void done.push('a2'));
    lanes.run('b', async () => {
      done.push('b1');
      first.resolve();
    });
    await lanes.idle();
    expect(done).toEqual(['b1', 'a1', 'a2']);
  });
});

describe('Slots', () => {
  it('lets no more run than there are places, also after a failure', async () => {
    const slots = new Slots(2);
    let running = 0;
    let most = 0;
    const work = async (fails: boolean) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (fails) throw new Error('failed');
    };
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => slots.use(() => work(index % 3 === 0))));
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(7);
    expect(most).toBe(2);
  });
});

describe('Signal', () => {
  it('does not lose what was raised before the wait, and counts it once', async () => {
    const signal = new Signal();
    signal.raise();
    signal.raise();
    await signal.wait(60_000);
    const second = signal.wait(60_000);
    signal.raise();
    await second;
  });
});
