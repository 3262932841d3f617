import { z } from 'zod';
import { defineRequest } from '../define.js';
import { oneOrMore, sortInput } from '../list-query.js';
import { instant, pageInput, pageOf } from '../page.js';
import { boundedObject, storableName, storableObject } from '../text.js';

export const ML_MODEL_TYPES = ['content_generation', 'recommendation', 'engagement_prediction', 'optimization'] as const;
const modelType = z.enum(ML_MODEL_TYPES);
const document = boundedObject(64 * 1024);

const mlModelSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    model_type: modelType,
    version: z.string(),
    config: storableObject.describe('Of an active content_generation model: what runs are written with that name no model themselves'),
    performance_metrics: storableObject,
    training_data_info: storableObject,
    is_active: z.boolean().describe('Of each type there is at most one'),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'MlModel' });
export type MlModel = z.infer<typeof mlModelSchema>;

const example: MlModel = {
  id: '0192f0c1-7a00-7000-8000-000000000032',
  name: 'blog-writer',
  model_type: 'content_generation',
  version: '2026-01',
  config: { provider: 'anthropic', model: 'model-of-a-provider', temperature: 0.7 },
  performance_metrics: { accepted_share: 0.83 },
  training_data_info: {},
  is_active: true,
  created_at: '2026-01-05T09:00:00.000Z',
  updated_at: '2026-01-05T09:00:00.000Z',
};
const path = '/v1/ml-models/{model_id}';
const byId = z.strictObject({ model_id: z.uuid() });
const notFound = ['GENERATION_MODEL_NOT_FOUND'] as const;

export const RegisterMlModel = defineRequest({
  subject: 'rpc.generation.ml-model.register.v1',
  summary: 'Register a version of a model; one that is active takes the place of the active one of its type',
  input: z.strictObject({
    name: storableName(255),
    model_type: modelType,
    version: storableName(50),
    config: document.default({}).describe('At most 64 KiB as JSON, like the next two'),
    performance_metrics: document.default({}),
    training_data_info: document.default({}),
    is_active: z.boolean().default(false),
  }),
  output: mlModelSchema,
  errors: ['GENERATION_MODEL_TAKEN'],
  http: { method: 'POST', path: '/v1/ml-models', status: 201, scope: 'account:manage', rateClass: 'write' },
  example: {
    input: { name: example.name, model_type: 'content_generation', version: example.version, config: example.config, is_active: true },
    output: example,
  },
});

export const ListMlModels = defineRequest({
  subject: 'rpc.generation.ml-model.list.v1',
  summary: 'List the registered models; newest first unless told',
  input: z.strictObject({ model_type: oneOrMore(modelType), ...pageInput, ...sortInput(['id'], '-id') }),
  output: pageOf(mlModelSchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: { method: 'GET', path: '/v1/ml-models', scope: 'generation:read', rateClass: 'read' },
  example: { input: {}, output: { items: [example], next_cursor: null } },
});

export const GetMlModel = defineRequest({
  subject: 'rpc.generation.ml-model.get.v1',
  summary: 'Show a registered model',
  input: byId,
  output: mlModelSchema,
  errors: notFound,
  http: { method: 'GET', path, scope: 'generation:read', rateClass: 'read' },
  example: { input: { model_id: example.id }, output: example },
});

export const UpdateMlModel = defineRequest({
  subject: 'rpc.generation.ml-model.update.v1',
  summary: 'Change what is known of a model, or make it the active one of its type; a field that is given replaces what was kept',
  input: byId.extend({
    config: document.optional(),
    performance_metrics: document.optional(),
    training_data_info: document.optional(),
    is_active: z.boolean().optional(),
  }),
  output: mlModelSchema,
  errors: notFound,
  http: { method: 'PATCH', path, scope: 'account:manage', rateClass: 'write' },
  example: { input: { model_id: example.id, is_active: true }, output: example },
});

export const DeleteMlModel = defineRequest({
  subject: 'rpc.generation.ml-model.delete.v1',
  summary: 'Forget a registered model',
  input: byId,
  output: z.null(),
  errors: notFound,
  http: { method: 'DELETE', path, status: 204, scope: 'account:manage', rateClass: 'write' },
  example: { input: { model_id: example.id }, output: null },
});
