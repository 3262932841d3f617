import type { Projection } from '@smartcontent/bus';
import { deleteAttachments } from './attachments.store.js';

/** What belongs to campaigns can be made anew from what content and scheduling told; no other feature handles events of these two. */
export const attachmentsProjection: Projection = {
  name: 'attachments',
  sources: ['content', 'scheduling'],
  clear: (tx, { source, from }) => deleteAttachments(tx, source, from),
};
