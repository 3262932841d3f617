import { z } from 'zod';
import { defineRequest } from '../define.js';
import { instant } from '../page.js';
import { planningFace } from './planning-face.js';

const healthSchema = z.object({ status: z.literal('healthy'), service: z.literal('content_planning'), timestamp: instant });
const timestamp = '2026-01-05T09:00:00.000Z';
const open = { scope: null, rateClass: 'read' } as const;

export const GetPlanningHealth = defineRequest({
  subject: 'rpc.campaigns.planning-health.get.v1',
  summary: 'Whether planning can do its work now: its stores were asked; 503 where it cannot',
  input: z.strictObject({}),
  output: healthSchema,
  http: { ...planningFace('GET', 'health'), ...open },
  example: { input: {}, output: { status: 'healthy', service: 'content_planning', timestamp } },
});

export const GetPlanningDatabaseHealth = defineRequest({
  subject: 'rpc.campaigns.planning-database-health.get.v1',
  summary: 'Whether planning’s database answers now, and the planning tables stand; 503 where not',
  input: z.strictObject({}),
  output: healthSchema.extend({ service: z.literal('content_planning_database') }),
  http: { ...planningFace('GET', 'database/health'), ...open },
  example: { input: {}, output: { status: 'healthy', service: 'content_planning_database', timestamp } },
});
