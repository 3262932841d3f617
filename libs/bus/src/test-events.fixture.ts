import { defineEvent } from '@smartcontent/contracts';
import { z } from 'zod';

const event = { aggregate: 'post', data: z.object({ text: z.string() }), example: { text: 'hello' } };
/** Handled by content. */
export const PostChanged = defineEvent({
  ...event,
  subject: 'evt.scheduling.post.changed.v1',
  summary: 'A post changed',
  consumers: ['content'],
});
/** Handled by nobody, though content reads the stream it stands in. */
export const PostSeen = defineEvent({ ...event, subject: 'evt.scheduling.post.seen.v1', summary: 'A post was seen', consumers: [] });
