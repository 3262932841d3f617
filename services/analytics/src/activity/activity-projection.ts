import type { Projection } from '@smartcontent/bus';
import { deleteLines } from './activity.store.js';

/** The timelines can be made anew from what content and scheduling told; no other feature handles events of these two. */
export const activityProjection: Projection = {
  name: 'activity',
  sources: ['content', 'scheduling'],
  clear: (tx, { source, from }) => deleteLines(tx, source === 'content', from),
};
