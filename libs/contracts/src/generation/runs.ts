import { z } from 'zod';
import { type CONTENT_TYPES, contentTypeSchema } from '../content/content.js';
import { defineRequest } from '../define.js';
import { oneOrMore, sortInput } from '../list-query.js';
import { instant, pageInput, pageOf } from '../page.js';
import { boundedObject, storableName, storableText } from '../text.js';

/** What content_history calls kinds of content. */
export const HISTORY_TYPES = ['blog', 'social', 'amazon', 'competitor', 'other'] as const;
type HistoryType = (typeof HISTORY_TYPES)[number];

/** What becomes of each kind where the request does not say otherwise. */
export const DRAFT_TYPES: Readonly<Record<HistoryType, (typeof CONTENT_TYPES)[number]>> = {
  blog: 'blog_post',
  social: 'social_post',
  amazon: 'ad_copy',
  competitor: 'blog_post',
  other: 'blog_post',
};

export const RUN_STATUSES = ['pending', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export const runStatusSchema = z.enum(RUN_STATUSES);
export type RunStatus = (typeof RUN_STATUSES)[number];

/** The provider that is built in: it needs no key and no network, and its model says so. */
export const OFFLINE_PROVIDER = 'offline';
export const OFFLINE_MODEL = 'offline-writer-v1';

const SCHEMA_LIMIT_BYTES = 64 * 1024;
const VARIABLES_LIMIT_BYTES = 32 * 1024;

/** A provider and one of its models. */
export const modelChoiceSchema = z.strictObject({
  provider: z
    .string()
    .regex(/^[a-z][a-z0-9_-]{0,49}$/, 'must be the name of a provider, of small letters, digits, - and _')
    .describe('offline, or the name under which the company keeps the provider’s key'),
  model: storableName(100).describe('As the provider names it'),
});
export type ModelChoice = z.infer<typeof modelChoiceSchema>;

/** A run without its texts: what lists carry. */
export const runSummarySchema = z
  .object({
    id: z.uuid(),
    company_id: z.uuid(),
    user_id: z.uuid(),
    content_id: z.uuid().describe('The content that the draft becomes, or becomes a version of'),
    campaign_id: z.uuid().nullable(),
    content_type: z.enum(HISTORY_TYPES),
    draft_type: contentTypeSchema,
    agent_name: z.string(),
    title: z.string().nullable(),
    status: runStatusSchema,
    model: z.string().nullable().describe('That wrote it, or was asked last'),
    attempts: z.number().int().describe('Calls of a model, those that were cut short included'),
    retry_reasons: z.array(z.string()).describe('Why each attempt but the last one did not do'),
    validation_errors: z.array(z.string()).nullable().describe('Of the last output that did not fit the schema'),
    error_code: z.string().nullable(),
    error_message: z.string().nullable(),
    cache_hit: z.boolean(),
    cache_key: z.string().nullable(),
    created_at: instant,
    started_at: instant.nullable(),
    finished_at: instant.nullable(),
  })
  .meta({ id: 'GenerationSummary' });
export type RunSummary = z.infer<typeof runSummarySchema>;

const settings = {
  prompt: storableText(100_000).min(1).regex(/\S/, 'must say something'),
  system: storableText(20_000).nullable().default(null).describe('Instructions beside the prompt'),
  template: storableText(50_000)
    .nullable()
    .default(null)
    .describe('What the draft looks like; {{name}} stands for a variable, for title or for prompt'),
  variables: boundedObject(VARIABLES_LIMIT_BYTES).default({}),
  schema: boundedObject(SCHEMA_LIMIT_BYTES)
    .nullable()
    .default(null)
    .describe('JSON Schema that the draft must fit; the draft is JSON then'),
  models: z
    .array(modelChoiceSchema)
    .max(4)
    .default([])
    .describe(
      'In the order in which they are asked, each where the one before failed; none: the active model of the company, or the offline writer',
    ),
  max_output_tokens: z.number().int().min(1).max(64_000).default(4_096),
  temperature: z.number().min(0).max(2).nullable().default(null),
  timeout_seconds: z.number().int().min(1).max(600).default(120).describe('Of one attempt'),
  max_attempts: z.number().int().min(1).max(5).default(3).describe('Of each model'),
  use_cache: z.boolean().default(true).describe('Take what the same request brought within the last day'),
  platform: storableText(50).nullable().default(null),
};

const runSchema = runSummarySchema.extend(settings).meta({ id: 'Generation' });
export type Run = z.infer<typeof runSchema>;
/** What a run was asked to do. */
export type RunRequest = Pick<Run, keyof typeof settings>;

const exampleSummary = {
  id: '0192f0c1-7a00-7000-8000-00000000000e',
  company_id: '0192f0c1-7a00-7000-8000-000000000001',
  user_id: '0192f0c1-7a00-7000-8000-000000000002',
  content_id: '0192f0c1-7a00-7000-8000-000000000004',
  campaign_id: null,
  content_type: 'blog' as const,
  draft_type: 'blog_post' as const,
  agent_name: 'blog-writer',
  title: null,
  status: 'pending' as const,
  model: null,
  attempts: 0,
  retry_reasons: [],
  validation_errors: null,
  error_code: null,
  error_message: null,
  cache_hit: false,
  cache_key: null,
  created_at: '2026-01-05T09:00:00.000Z',
  started_at: null,
  finished_at: null,
};
const exampleRun = {
  ...exampleSummary,
  prompt: 'Why seedlings need light. Name three signs.',
  system: null,
  template: null,
  variables: {},
  schema: null,
  models: [{ provider: OFFLINE_PROVIDER, model: OFFLINE_MODEL }],
  max_output_tokens: 4_096,
  temperature: null,
  timeout_seconds: 120,
  max_attempts: 3,
  use_cache: true,
  platform: null,
};
const exampleEnded = {
  ...exampleRun,
  status: 'succeeded' as const,
  model: OFFLINE_MODEL,
  attempts: 1,
  started_at: '2026-01-05T09:00:00.040Z',
  finished_at: '2026-01-05T09:00:00.120Z',
};

export const StartGeneration = defineRequest({
  subject: 'rpc.generation.run.start.v1',
  summary: 'Have a draft written from a prompt; it becomes a content, or a version of one, when it is done',
  input: z.strictObject({
    content_type: z.enum(HISTORY_TYPES),
    draft_type: contentTypeSchema
      .optional()
      .describe('blog → blog_post, social → social_post, amazon → ad_copy, others → blog_post unless told'),
    agent_name: storableName(50).optional(),
    title: storableText(500).nullable().default(null),
    content_id: z.uuid().optional().describe('A content that gets the draft as a new version; without it a new content is made'),
    campaign_id: z.uuid().nullable().default(null).describe('Of a content that is of a campaign it is that campaign'),
    ...settings,
  }),
  output: runSchema,
  errors: [
    'GENERATION_SCHEMA_INVALID',
    'GENERATION_CAMPAIGN_OTHER',
    'CAMPAIGNS_CAMPAIGN_NOT_FOUND',
    'CONTENT_NOT_FOUND',
    'CONTENT_FORBIDDEN',
  ],
  http: { method: 'POST', path: '/v1/generations', status: 202, scope: 'generation:write', rateClass: 'write' },
  example: { input: { content_type: 'blog', prompt: exampleRun.prompt }, output: exampleRun },
});

export const ListGenerations = defineRequest({
  subject: 'rpc.generation.run.list.v1',
  summary: 'Runs of models; newest first unless told',
  input: z.strictObject({
    ...pageInput,
    status: oneOrMore(runStatusSchema),
    user_id: z.uuid().optional(),
    content_id: z.uuid().optional(),
    ...sortInput(['id'], '-id'),
  }),
  output: pageOf(runSummarySchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: { method: 'GET', path: '/v1/generations', scope: 'generation:read', rateClass: 'read' },
  example: { input: {}, output: { items: [exampleSummary], next_cursor: null } },
});

export const GetGeneration = defineRequest({
  subject: 'rpc.generation.run.get.v1',
  summary: 'One run, with what it was asked to do',
  input: z.strictObject({ generation_id: z.uuid() }),
  output: runSchema,
  errors: ['GENERATION_RUN_NOT_FOUND'],
  http: { method: 'GET', path: '/v1/generations/{generation_id}', scope: 'generation:read', rateClass: 'read' },
  example: { input: { generation_id: exampleRun.id }, output: exampleEnded },
});

export const GetGenerationOutput = defineRequest({
  subject: 'rpc.generation.output.get.v1',
  summary: 'What a run wrote, as it was written',
  input: z.strictObject({ generation_id: z.uuid() }),
  output: z.object({
    generation_id: z.uuid(),
    content_id: z.uuid(),
    model: z.string(),
    content_format: z.enum(['markdown', 'json']),
    title: z.string().nullable(),
    output: z.string(),
  }),
  errors: ['GENERATION_RUN_NOT_FOUND', 'GENERATION_OUTPUT_ABSENT'],
  http: { method: 'GET', path: '/v1/generations/{generation_id}/output', scope: 'generation:read', rateClass: 'read' },
  example: {
    input: { generation_id: exampleRun.id },
    output: {
      generation_id: exampleRun.id,
      content_id: exampleRun.content_id,
      model: OFFLINE_MODEL,
      content_format: 'markdown',
      title: 'Why seedlings need light',
      output: '# Why seedlings need light',
    },
  },
});

export const CancelGeneration = defineRequest({
  subject: 'rpc.generation.run.cancel.v1',
  summary: 'Cancel a run that has not ended; no draft comes of it any more',
  input: z.strictObject({ generation_id: z.uuid() }),
  output: runSchema,
  errors: ['GENERATION_RUN_NOT_FOUND', 'GENERATION_RUN_ENDED'],
  http: { method: 'POST', path: '/v1/generations/{generation_id}/cancel', scope: 'generation:write', rateClass: 'write' },
  example: {
    input: { generation_id: exampleRun.id },
    output: { ...exampleRun, status: 'cancelled', error_code: 'CANCELLED', finished_at: '2026-01-05T09:00:01.000Z' },
  },
});

/** For content, which makes the draft: events are small and refer to what is larger. */
export const ReadDraft = defineRequest({
  subject: 'rpc.generation.draft.read.v1',
  summary: 'The text of a draft that a run wrote',
  input: z.strictObject({ generation_id: z.uuid() }),
  output: z.object({
    title: z.string().nullable(),
    content_text: z.string(),
    metadata: z.record(z.string(), z.json()),
    prompt: z.string(),
  }),
  errors: ['GENERATION_RUN_NOT_FOUND'],
  callers: ['content'],
  isForServices: true,
  example: {
    input: { generation_id: exampleRun.id },
    output: {
      title: 'Why seedlings need light',
      content_text: 'They stretch where it is dark.',
      metadata: { generation_id: exampleRun.id },
      prompt: exampleRun.prompt,
    },
  },
});
