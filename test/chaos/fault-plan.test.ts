import { describe, expect, it } from 'vitest';
import { describeFault, FAULT_KINDS, faultsRequired, planFaults } from './fault-plan.js';

describe('the plan of faults', () => {
  it('is decided by the seed alone', () => {
    expect(planFaults(7)).toEqual(planFaults(7));
    expect(planFaults(7)).not.toEqual(planFaults(8));
  });

  it('has every kind three times, and more than fifty faults, in what ten minutes must carry out', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const carriedOut = planFaults(seed).slice(0, faultsRequired(10));
      const short = carriedOut.filter((fault) => !fault.isLong);
      for (const kind of FAULT_KINDS) expect(short.filter((fault) => fault.kind === kind)).toHaveLength(3);
      expect(short.length).toBeGreaterThanOrEqual(50);
      expect(carriedOut.filter((fault) => fault.isLong)).toHaveLength(3);
    }
  });

  it('stops consumers beyond their ack wait of two seconds', () => {
    const stops = planFaults(1).filter(({ kind }) => kind === 'stop consumer');
    expect(Math.min(...stops.map(({ lengthMs }) => lengthMs))).toBeGreaterThan(2_000);
  });

  it('says of each fault what it needs to be recognised', () => {
    const fault = { kind: 'hole nats', gapMs: 100, lengthMs: 6_500, isLong: true, choice: 0.25 } as const;
    expect(describeFault(fault)).toBe('hole nats for 6.5 s (long), choice 0.25');
  });
});
