import type { PostStatus } from '@smartcontent/contracts';

/** Where a post may go from each status. What stands in no list is an end. */
const POST_TRANSITIONS: Record<PostStatus, readonly PostStatus[]> = {
  pending: ['publishing', 'cancelled', 'missed', 'failed', 'paused'],
  paused: ['pending', 'cancelled', 'missed'],
  // A call under way ends with what is known of it; `pending` is a safe retry, or what the post’s campaign makes of it in the same step.
  publishing: ['published', 'failed', 'pending', 'unknown'],
  // Nobody knows whether it left: only a look, the dispatcher's or a person's, moves it on, never another blind call.
  unknown: ['published', 'pending', 'failed'],
  published: [],
  failed: [],
  cancelled: [],
  missed: [],
};

export function canMove(from: PostStatus, to: PostStatus): boolean {
  return POST_TRANSITIONS[from].includes(to);
}
