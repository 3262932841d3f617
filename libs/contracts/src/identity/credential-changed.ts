import { z } from 'zod';
import { defineBroadcast } from '../define.js';

export const CredentialChanged = defineBroadcast({
  subject: 'broadcast.credential-changed',
  summary: 'What is remembered of an API key is not true any more; without a hash, of any key',
  data: z.object({ key_hash: z.string().optional() }),
  senders: ['identity'],
  listeners: ['gateway'],
  example: { key_hash: '3b0e3e8f6c0e4d5f9a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f6071' },
});
