import { z } from 'zod';
import { defineRequest } from '../define.js';
import { instant } from '../page.js';
import { storableName } from '../text.js';

const provider = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,49}$/)
  .nullable()
  .describe('The name of a key under /v1/provider-keys; null embeds without any network');
const model = storableName(100).nullable().describe('As its provider calls it');
const dimensions = z.number().int().min(1).max(4_096);

const settingsSchema = z
  .object({
    provider,
    model,
    dimensions: dimensions.nullable(),
    asks_for_dimensions: z.boolean(),
    embedder: z.string().describe('The name that vectors are kept under from now on'),
    answering: z.string().describe('What questions are embedded by as well, while documents are still kept under it'),
    waiting: z.number().int().describe('Documents that are not kept under `embedder` yet'),
    updated_at: instant.nullable(),
  })
  .meta({ id: 'EmbedderSettings' });
export type EmbedderSettings = z.infer<typeof settingsSchema>;

const example: EmbedderSettings = {
  provider: 'openai',
  model: 'text-embedding-3-small',
  dimensions: 1_536,
  asks_for_dimensions: false,
  embedder: 'openai/text-embedding-3-small/1536',
  answering: 'offline-ngram-384-v1',
  waiting: 12,
  updated_at: '2026-01-05T09:00:00.000Z',
};
const face = { path: '/v1/embeddings/settings', scope: 'account:manage' } as const;

export const GetEmbedderSettings = defineRequest({
  subject: 'rpc.embeddings.settings.get.v1',
  summary: 'By what the texts of the company are embedded, and how far a change of that has come',
  input: z.strictObject({}),
  output: settingsSchema,
  http: { method: 'GET', ...face, rateClass: 'read' },
  example: { input: {}, output: example },
});

export const SetEmbedder = defineRequest({
  subject: 'rpc.embeddings.settings.set.v1',
  summary: 'Embed the texts of the company by another model: all are embedded anew, and are found by the former one until they are',
  input: z
    .strictObject({
      provider,
      model: model.default(null),
      dimensions: dimensions.default(1_536).describe('Of its vectors; others are refused'),
      asks_for_dimensions: z
        .boolean()
        .default(false)
        .describe('Whether the provider is asked for so many, for models that can make shorter vectors'),
    })
    .refine((input) => (input.provider === null) === (input.model === null), { path: ['model'], message: 'goes with a provider' }),
  output: settingsSchema,
  errors: [
    'IDENTITY_PROVIDER_KEY_NOT_FOUND',
    'IDENTITY_PROVIDER_KEY_INACTIVE',
    'IDENTITY_PROVIDER_KEY_NO_MODELS',
    'EMBEDDINGS_PROVIDER_UNFIT',
  ],
  http: { method: 'PUT', ...face, rateClass: 'write' },
  example: { input: { provider: 'openai', model: 'text-embedding-3-small' }, output: example },
});
