import { z } from 'zod';
import { defineRequest } from '../define.js';
import { instant, pageOf } from '../page.js';
import { boundedObject, storableName, storableText } from '../text.js';
import { expecting, labelSchema, planningFace, planningList, planningPage } from './planning-face.js';

const OBJECT_BYTES = 32 * 1024;
const PILLARS_MAX = 100;
const PILLAR_BYTES = 2 * 1024;
const TEXT_OR_OBJECT = 'a text or an object';

const strategySchema = z
  .object({
    id: z.uuid(),
    user_id: z.union([z.int(), z.string()]),
    name: z.string(),
    industry: z.string().nullable(),
    target_audience: z.union([z.string(), z.record(z.string(), z.json())]).nullable(),
    content_pillars: z.array(z.union([z.string(), z.record(z.string(), z.json())])),
    ai_recommendations: z.record(z.string(), z.json()),
    revision: z.number().int(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'Strategy' });
export type Strategy = z.infer<typeof strategySchema>;

const written = {
  user_id: labelSchema,
  name: storableName(255),
  industry: storableText(255).nullable(),
  target_audience: z.union([storableText(10_000), boundedObject(OBJECT_BYTES)], expecting(TEXT_OR_OBJECT)).nullable(),
  content_pillars: z.array(z.union([storableText(2_000), boundedObject(PILLAR_BYTES)], expecting(TEXT_OR_OBJECT))).max(PILLARS_MAX),
  ai_recommendations: boundedObject(OBJECT_BYTES),
};

export const exampleStrategy: Strategy = {
  id: '0192f0c1-7a00-7000-8000-000000000050',
  user_id: 1,
  name: 'Spring launch',
  industry: 'Software',
  target_audience: { role: 'engineers', region: 'Europe' },
  content_pillars: [{ name: 'How it is built' }, 'Customers'],
  ai_recommendations: {},
  revision: 1,
  created_at: '2026-01-05T09:00:00.000Z',
  updated_at: '2026-01-05T09:00:00.000Z',
};

export const CreateStrategy = defineRequest({
  subject: 'rpc.campaigns.strategy.create.v1',
  summary: 'Write a content strategy down',
  input: z.strictObject({
    ...written,
    industry: written.industry.default(null),
    target_audience: written.target_audience.default(null),
    content_pillars: written.content_pillars.default([]),
    ai_recommendations: written.ai_recommendations.default({}),
  }),
  output: strategySchema,
  http: planningFace('POST', 'strategies'),
  example: { input: { user_id: 1, name: 'Spring launch', target_audience: { role: 'engineers' } }, output: exampleStrategy },
});

export const ListStrategies = defineRequest({
  subject: 'rpc.campaigns.strategy.list.v1',
  summary: 'Strategies, newest first',
  input: z.strictObject({ ...planningPage, user_id: labelSchema.optional() }),
  output: pageOf(strategySchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: planningList('strategies'),
  example: { input: { user_id: '1' }, output: { items: [exampleStrategy], next_cursor: null } },
});

export const GetStrategy = defineRequest({
  subject: 'rpc.campaigns.strategy.get.v1',
  summary: 'One strategy',
  input: z.strictObject({ strategy_id: z.uuid() }),
  output: strategySchema,
  errors: ['CAMPAIGNS_STRATEGY_NOT_FOUND'],
  http: planningFace('GET', 'strategies/{strategy_id}'),
  example: { input: { strategy_id: exampleStrategy.id }, output: exampleStrategy },
});

export const UpdateStrategy = defineRequest({
  subject: 'rpc.campaigns.strategy.update.v1',
  summary: 'Change what is given of a strategy; the rest stays',
  input: z.strictObject({ strategy_id: z.uuid(), ...z.strictObject(written).partial().shape }),
  output: strategySchema,
  errors: ['CAMPAIGNS_STRATEGY_NOT_FOUND'],
  http: planningFace('PUT', 'strategies/{strategy_id}'),
  example: { input: { strategy_id: exampleStrategy.id, name: 'Summer launch' }, output: { ...exampleStrategy, name: 'Summer launch' } },
});

export const DeleteStrategy = defineRequest({
  subject: 'rpc.campaigns.strategy.delete.v1',
  summary: 'Delete a strategy; one that has calendar events only together with them',
  input: z.strictObject({
    strategy_id: z.uuid(),
    with_events: z
      .union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')], expecting('true or false'))
      .default(false)
      .describe('Also delete its calendar events; without it a strategy that has any is refused'),
  }),
  output: z.object({ message: z.string(), deleted_events: z.number().int() }),
  errors: ['CAMPAIGNS_STRATEGY_NOT_FOUND', 'CAMPAIGNS_STRATEGY_HAS_EVENTS'],
  http: planningFace('DELETE', 'strategies/{strategy_id}'),
  example: {
    input: { strategy_id: exampleStrategy.id },
    output: { message: `Strategy ${exampleStrategy.id} was deleted`, deleted_events: 0 },
  },
});
