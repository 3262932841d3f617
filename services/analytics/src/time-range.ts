import { AppError, INGEST_TIMESTAMP_RANGE } from '@smartcontent/contracts';

const DAY_MILLISECONDS = 24 * 3_600_000;

/** A half-open range in epoch milliseconds. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** The range of a request. Throws ANALYTICS_RANGE_INVALID where it is empty, reversed, longer than the cap or out of the calendar. */
export function requireRange(input: { readonly from: string; readonly to: string }, maxDays: number): TimeRange {
  const range = { from: Date.parse(input.from), to: Date.parse(input.to) };
  const refuse = (detail: string) => new AppError('ANALYTICS_RANGE_INVALID', { detail, data: { max_days: maxDays } });
  if (!(range.from < range.to)) throw refuse('The range is empty or reversed');
  if (range.to - range.from > maxDays * DAY_MILLISECONDS) throw refuse(`The range is longer than ${maxDays} days`);
  if (range.from < INGEST_TIMESTAMP_RANGE.from || range.to > INGEST_TIMESTAMP_RANGE.to)
    throw refuse('The range leaves the years 1970 to 2105');
  return range;
}
