import { z } from 'zod';

/**
 * What goes wrong with the next `times` posts to an inbox.
 * - `refuse`: answers `status` without taking the post
 * - `lose-answer`: takes the post, then cuts the connection: the sender cannot know
 * - `fail-after`: takes the post, then answers `status`
 * - `hang-up`: cuts the connection without taking the post: the sender cannot know either
 * - `delay`: takes the post and answers after `delay_ms`
 */
export const faultSchema = z.strictObject({
  kind: z.enum(['refuse', 'lose-answer', 'fail-after', 'hang-up', 'delay']),
  times: z.number().int().min(1).max(100_000).default(1),
  status: z.number().int().min(400).max(599).default(500),
  retry_after_seconds: z.number().int().min(0).max(3_600).optional(),
  delay_ms: z.number().int().min(0).max(120_000).default(1_000),
});
export type Fault = z.infer<typeof faultSchema>;

/** Whether the played platform keeps the post although something goes wrong. */
export function takesPost(fault: Fault | undefined): boolean {
  return fault?.kind !== 'refuse' && fault?.kind !== 'hang-up';
}
