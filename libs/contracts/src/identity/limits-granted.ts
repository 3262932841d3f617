import { z } from 'zod';
import { rateLimitsSchema, TIERS } from '../access.js';
import { defineBroadcast } from '../define.js';

export const LimitsGranted = defineBroadcast({
  subject: 'broadcast.limits-granted',
  summary: 'A company has this tier and these limits from now on, whatever its access tokens say',
  data: z.object({ company_id: z.uuid(), tier: z.enum(TIERS), limits: rateLimitsSchema }),
  senders: ['identity'],
  listeners: ['gateway'],
  example: { company_id: '0192f0c1-7a00-7000-8000-000000000001', tier: 'pro', limits: { ingest: 12_000 } },
});
