import { z } from 'zod';
import { defineBroadcast } from '../define.js';

export const SessionsEnded = defineBroadcast({
  subject: 'broadcast.sessions-ended',
  summary: 'The access tokens of these sessions are not good any more',
  data: z.object({ session_ids: z.array(z.uuid()) }),
  senders: ['identity'],
  listeners: ['gateway'],
  example: { session_ids: ['0192f0c1-7a00-7000-8000-000000000031'] },
});
