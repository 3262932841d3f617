import type { TimeRange } from '../time-range.js';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const DAY = 96 * QUARTER;

/**
 * A range taken apart by the coarsest rollup that covers each piece exactly: days in the middle, then quarters of an hour,
 * then minutes, and single events at both ends. Each piece lies around the next:
 * from ≤ minuteFrom ≤ quarterFrom ≤ dayFrom ≤ dayTo ≤ quarterTo ≤ minuteTo ≤ to, in epoch milliseconds.
 */
export interface Segments extends TimeRange {
  readonly minuteFrom: number;
  readonly minuteTo: number;
  readonly quarterFrom: number;
  readonly quarterTo: number;
  readonly dayFrom: number;
  readonly dayTo: number;
}

/** `coarsest` is what the answer may be built from: a bucket of an answer must be a union of buckets of the rollup. */
export function segmentsOf(range: TimeRange, coarsest: 'minute' | 'quarter' | 'day'): Segments {
  const minute = within(range, MINUTE);
  const quarter = coarsest === 'minute' ? end(minute) : within(minute, QUARTER);
  const day = coarsest === 'day' ? within(quarter, DAY) : end(quarter);
  return {
    ...range,
    minuteFrom: minute.from,
    minuteTo: minute.to,
    quarterFrom: quarter.from,
    quarterTo: quarter.to,
    dayFrom: day.from,
    dayTo: day.to,
  };
}

/** The largest part of the range that begins and ends on a step. */
function within(range: TimeRange, step: number): TimeRange {
  const from = Math.ceil(range.from / step) * step;
  const to = Math.floor(range.to / step) * step;
  return from < to ? { from, to } : end(range);
}

function end({ to }: TimeRange): TimeRange {
  return { from: to, to };
}
