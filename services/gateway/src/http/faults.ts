import type { z } from 'zod';

/** Of one input so many are told. */
export const FAULTS_MAX = 100;

/** What does not fit, by its place in the input. */
export interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** As zod names its kind. */
  readonly type: string;
}

/** The first hundred faults of an input. A key that is not known is one of its own, at its own place. */
export function faultsOf({ issues }: Pick<z.core.$ZodError, 'issues'>): Fault[] {
  return issues.slice(0, FAULTS_MAX).flatMap(faultsOfIssue).slice(0, FAULTS_MAX);
}

function faultsOfIssue(issue: z.core.$ZodIssue): Fault[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message, type: issue.code }];
  // Its own message names every key: one of them for each would be as long as the square of the request.
  return issue.keys.slice(0, FAULTS_MAX).map((key) => ({ path: [...path, key], message: 'is not known here', type: issue.code }));
}
