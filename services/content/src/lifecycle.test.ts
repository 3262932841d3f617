import { AppError, CONTENT_STATUSES, type ContentStatus } from '@smartcontent/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIFECYCLE, type Step, statusAfter, statusAfterPublication } from './lifecycle.js';

const steps = Object.keys(LIFECYCLE) as Step[];
const anyStep = fc.constantFrom(...steps);
const anyStatus = fc.constantFrom(...CONTENT_STATUSES);

/** Takes the step, or stays where the step is refused. */
function take(step: Step, from: ContentStatus): ContentStatus {
  try {
    return statusAfter(step, from);
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).code).toBe('CONTENT_TRANSITION_ILLEGAL');
    return from;
  }
}

function walk(path: readonly Step[]): ContentStatus[] {
  const statuses: ContentStatus[] = ['draft'];
  for (const step of path) statuses.push(take(step, statuses.at(-1) as ContentStatus));
  return statuses;
}

describe('the lifecycle', () => {
  it('never leaves its graph, whatever steps are tried in whatever order', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 40 }), (path) => {
        const statuses = walk(path);
        expect(CONTENT_STATUSES).toEqual(expect.arrayContaining(statuses));
        for (const [index, step] of path.entries()) {
          const [from, to] = [statuses[index] as ContentStatus, statuses[index + 1] as ContentStatus];
          if (to === 'approved' && from !== 'approved') expect([from, step]).toEqual(['review', 'approve']);
          if (to === 'published' && from !== 'published') expect([from, step]).toEqual(['approved', 'publish']);
          if (from === 'archived') expect(to).toBe('archived');
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('reaches every status, and from every status but archived it can go on', () => {
    const reached = new Set<ContentStatus>(['draft']);
    for (const status of reached) for (const step of steps) reached.add(take(step, status));
    expect([...reached].sort()).toEqual([...CONTENT_STATUSES].sort());
    for (const status of CONTENT_STATUSES) {
      expect(steps.some((step) => LIFECYCLE[step][status] !== undefined)).toBe(status !== 'archived');
    }
  });

  it('names the status and the step that it refuses', () => {
    expect(() => statusAfter('approve', 'draft')).toThrow(
      expect.objectContaining({ code: 'CONTENT_TRANSITION_ILLEGAL', data: { status: 'draft', step: 'approve' } }),
    );
  });

  it('takes every publication as a fact, but lets only the current version change the status', () => {
    fc.assert(
      fc.property(anyStatus, fc.boolean(), (from, isCurrentVersion) => {
        const to = statusAfterPublication(from, isCurrentVersion);
        const mayPublish = isCurrentVersion && (from === 'approved' || from === 'published');
        expect(to).toBe(mayPublish ? 'published' : from);
      }),
    );
  });
});
