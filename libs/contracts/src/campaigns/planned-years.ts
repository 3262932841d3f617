const FIRST = 1970;
const LAST = 2199;

export const OUTSIDE_PLANNED_YEARS = `must lie in the years ${FIRST} to ${LAST}`;

/** Whether something may be planned for it: beyond lie typing errors, and what stores do not take. */
export function isPlannedYear(year: number): boolean {
  return year >= FIRST && year <= LAST;
}
