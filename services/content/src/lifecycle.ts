import { AppError, type ContentStatus } from '@smartcontent/contracts';

export type Step = 'submit' | 'approve' | 'request_changes' | 'reject' | 'archive' | 'edit' | 'publish';

/**
 * Where each step leads from each status; a status that is not named refuses the step.
 * A verdict belongs to the version it was given on. So `edit` (a new version) makes what was approved, rejected or published a draft
 * again, and leaves what its author or reviewer still works on where it is: the reviewer's approval names the hash it is meant for.
 */
export const LIFECYCLE: Readonly<Record<Step, Partial<Record<ContentStatus, ContentStatus>>>> = {
  submit: { draft: 'review', changes_requested: 'review' },
  approve: { review: 'approved' },
  request_changes: { review: 'changes_requested' },
  reject: { review: 'rejected' },
  edit: {
    draft: 'draft',
    review: 'review',
    changes_requested: 'changes_requested',
    approved: 'draft',
    rejected: 'draft',
    published: 'draft',
  },
  archive: {
    draft: 'archived',
    review: 'archived',
    changes_requested: 'archived',
    approved: 'archived',
    rejected: 'archived',
    published: 'archived',
  },
  publish: { approved: 'published', published: 'published' },
};

/** @throws AppError CONTENT_TRANSITION_ILLEGAL where the status does not allow the step. */
export function statusAfter(step: Step, from: ContentStatus): ContentStatus {
  const to = LIFECYCLE[step][from];
  if (!to) throw new AppError('CONTENT_TRANSITION_ILLEGAL', { data: { status: from, step } });
  return to;
}

/**
 * A publication is a fact and cannot be refused. It makes the content published only if what left is still its current version:
 * a newer draft stays a draft, and what was archived meanwhile stays archived.
 */
export function statusAfterPublication(from: ContentStatus, isCurrentVersion: boolean): ContentStatus {
  return (isCurrentVersion && LIFECYCLE.publish[from]) || from;
}
