import { describe, expect, it } from 'vitest';
import { Slots } from './slots.js';

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

  it('lets one run alone, after those before it and before those behind it', async () => {
    const slots = new Slots(2);
    const said: string[] = [];
    const work = (name: string) => async () => {
      said.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      said.push(`${name} ends`);
    };
    await Promise.all([
      slots.use(work('a')),
      slots.useAlone(work('b')),
      slots.useAlone(work('c')),
      slots.use(work('d')),
      slots.use(work('e')),
    ]);
    const alone = ['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]);
    expect(said).toEqual([...alone, 'd begins', 'e begins', 'd ends', 'e ends']);
  });
});
