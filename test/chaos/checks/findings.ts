/** What can be wrong at the end of a run. */
export const WRONGS = ['lost', 'doubled', 'out_of_order', 'half_applied', 'stuck'] as const;
export type Wrong = (typeof WRONGS)[number];

export interface Finding {
  readonly wrong: Wrong;
  /** Where it was seen: `analytics.content_activity`, `outbox of content`, … */
  readonly where: string;
  /** What it is about: an event, a content, a post, a durable. */
  readonly id: string;
  readonly detail: string;
}

/** Counts by kind of wrong, all of them named. */
export function countFindings(findings: readonly Finding[]): Record<Wrong, number> {
  const counts = Object.fromEntries(WRONGS.map((wrong) => [wrong, 0])) as Record<Wrong, number>;
  for (const { wrong } of findings) counts[wrong] += 1;
  return counts;
}
