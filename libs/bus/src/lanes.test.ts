import { describe, expect, it } from 'vitest';
import { type Lane, Lanes, type Ordered } from './lanes.js';
import { Signal } from './signal.js';

interface Work extends Ordered {
  readonly run: () => Promise<void>;
}

async function runHead(lane: Lane<Work>): Promise<void> {
  const head = lane.head as Work;
  await head.run();
  lane.remove(head);
}

describe('Lanes', () => {
  it('keeps one key in order while another goes on', async () => {
    const lanes = new Lanes<Work>(runHead);
    const first = Promise.withResolvers<void>();
    const done: string[] = [];
    lanes.add('a', { version: 1, run: () => first.promise.then(() => void done.push('a1')) });
    lanes.add('a', { version: 3, run: async () => void done.push('a3') });
    lanes.add('a', { version: 2, run: async () => void done.push('a2') });
    lanes.add('b', {
      version: 1,
      run: async () => {
        done.push('b1');
        first.resolve();
      },
    });
    await lanes.idle();
    expect(done).toEqual(['b1', 'a1', 'a2', 'a3']);
    expect(lanes.find('a')).toBeUndefined();
  });

  it('counts what waits in a lane that rests, and wakes it for what must come first', async () => {
    const seen: number[] = [];
    const lanes = new Lanes<Ordered>(async (lane) => {
      const head = lane.head as Ordered;
      seen.push(head.version);
      if (head.version > 1) return lane.rest(60_000);
      for (const item of [...lane.items]) lane.remove(item);
    });
    lanes.add('a', { version: 3 });
    await new Promise((resolve) => setImmediate(resolve));
    lanes.add('a', { version: 4 });
    expect(lanes.resting).toBe(2);
    lanes.add('a', { version: 2 });
    await new Promise((resolve) => setImmediate(resolve));
    expect(lanes.resting).toBe(3);
    lanes.add('a', { version: 1 });
    await lanes.idle();
    expect(seen).toEqual([3, 2, 1]);
    expect(lanes.resting).toBe(0);
  });

  it('lets no lane rest to its end when all are woken', async () => {
    let isStopping = false;
    const lanes = new Lanes<Ordered>(async (lane) => {
      if (!isStopping) return lane.rest(60_000);
      lane.items.splice(0);
    });
    for (const key of ['a', 'b']) lanes.add(key, { version: 1 });
    isStopping = true;
    lanes.wakeAll();
    await lanes.idle();
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
