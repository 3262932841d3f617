import { z } from 'zod';
import { defineRequest } from '../define.js';
import { instant } from '../page.js';

const range = { from: instant.describe('Inclusive'), to: instant.describe('Exclusive') };
const http = { method: 'GET', scope: 'generation:read', rateClass: 'search' } as const;
const errors = ['GENERATION_RANGE_INVALID'] as const;
/** Of tables that are rolled up into days of UTC, which are deleted in the end. */
const keptErrors = [...errors, 'GENERATION_RANGE_NOT_KEPT'] as const;
const WHOLE = 'a midnight of UTC where calls and figures are so old that only the sums of their days are kept';
const keptRange = { from: instant.describe(`Inclusive; ${WHOLE}`), to: instant.describe(`Exclusive; ${WHOLE}`) };
const exampleRange = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' };

const count = z.number().int();
const mean = z.number().describe('Mean, rounded to two decimals');
const usd = z
  .string()
  .regex(/^-?\d+\.\d{12}$/)
  .nullable()
  .describe('US dollars with twelve decimals, of the calls whose cost is known; null where none is');
const unpriced_calls = count.describe('Calls whose cost nobody knows, for want of a price or of usage; they are in no sum of money');
const contentType = z.enum(['blog', 'social', 'amazon', 'competitor', 'other']);
const itemsOf = <T extends z.ZodRawShape>(item: T) => z.object({ items: z.array(z.object(item)) });
const top = (most: number) => z.coerce.number().int().min(1).max(100).default(most).describe('At most so many');

export const ReportTypes = defineRequest({
  subject: 'rpc.generation.report.types.v1',
  summary: 'Which content types are generated most, with the tokens and the time that they take',
  input: z.strictObject(range),
  output: itemsOf({ content_type: contentType, count, avg_tokens: mean, avg_time_ms: mean }),
  errors,
  http: { ...http, path: '/v1/generations/reports/types' },
  example: { input: exampleRange, output: { items: [{ content_type: 'blog', count: 12, avg_tokens: 3_241.5, avg_time_ms: 3_421 }] } },
});

export const ReportVolume = defineRequest({
  subject: 'rpc.generation.report.volume.v1',
  summary: 'Requests and tokens per day of UTC, newest first; days without any are left out',
  input: z.strictObject(range),
  output: itemsOf({ date: z.iso.date(), requests: count, total_tokens: count }),
  errors,
  http: { ...http, path: '/v1/generations/reports/volume' },
  example: { input: exampleRange, output: { items: [{ date: '2026-01-05', requests: 12, total_tokens: 38_898 }] } },
});

export const ReportFailures = defineRequest({
  subject: 'rpc.generation.report.failures.v1',
  summary: 'Requests that failed, newest first',
  input: z.strictObject({ ...range, limit: top(50) }),
  output: itemsOf({ request_id: z.string(), content_type: contentType, error_message: z.string().nullable(), created_at: instant }),
  errors,
  http: { ...http, path: '/v1/generations/reports/failures' },
  example: {
    input: exampleRange,
    output: {
      items: [
        {
          request_id: 'req_0192f0c17a0070008000000000000020',
          content_type: 'blog',
          error_message: 'The model answered nothing',
          created_at: '2026-01-05T09:00:00.000Z',
        },
      ],
    },
  },
});

export const ReportModelCosts = defineRequest({
  subject: 'rpc.generation.report.model-costs.v1',
  summary: 'Calls that succeeded and their cost, by month of UTC and model, newest month and dearest model first, at most a thousand rows',
  input: z.strictObject(keptRange),
  output: itemsOf({
    model: z.string(),
    month: z.iso.date().describe('Its first day'),
    api_calls: count,
    total_tokens: count,
    total_cost: usd,
    unpriced_calls,
  }),
  errors: keptErrors,
  http: { ...http, path: '/v1/generations/reports/model-costs' },
  example: {
    input: exampleRange,
    output: {
      items: [
        {
          model: 'claude-sonnet-4-5',
          month: '2026-01-01',
          api_calls: 12,
          total_tokens: 38_898,
          total_cost: '0.583380000000',
          unpriced_calls: 0,
        },
      ],
    },
  },
});

export const ReportTypeCosts = defineRequest({
  subject: 'rpc.generation.report.type-costs.v1',
  summary: 'Cost by content type, every call of a request with it, whether it succeeded or not',
  input: z.strictObject(keptRange),
  output: itemsOf({
    content_type: contentType,
    requests: count.describe('That called a model: runs, however many calls each made'),
    api_calls: count,
    total_cost: usd,
    avg_cost_per_request: usd.describe('Per run, not per call; null where the cost of one of its calls is not known'),
    unpriced_calls,
  }),
  errors: keptErrors,
  http: { ...http, path: '/v1/generations/reports/type-costs' },
  example: {
    input: exampleRange,
    output: {
      items: [
        {
          content_type: 'blog',
          requests: 2,
          api_calls: 3,
          total_cost: '0.090000000000',
          avg_cost_per_request: '0.045000000000',
          unpriced_calls: 0,
        },
      ],
    },
  },
});

export const ReportUserCosts = defineRequest({
  subject: 'rpc.generation.report.user-costs.v1',
  summary: 'Users whose calls cost most',
  input: z.strictObject({ ...keptRange, limit: top(10) }),
  output: itemsOf({ user_id: z.uuid(), api_calls: count, tokens_used: count, total_cost: usd, unpriced_calls }),
  errors: keptErrors,
  http: { ...http, path: '/v1/generations/reports/user-costs' },
  example: {
    input: exampleRange,
    output: {
      items: [
        {
          user_id: '0192f0c1-7a00-7000-8000-000000000002',
          api_calls: 12,
          tokens_used: 38_898,
          total_cost: '0.583380000000',
          unpriced_calls: 0,
        },
      ],
    },
  },
});

export const ReportSlowest = defineRequest({
  subject: 'rpc.generation.report.slowest.v1',
  summary: 'How long requests take, by content type, the slowest first',
  input: z.strictObject(keptRange),
  output: itemsOf({ content_type: contentType, avg_duration: mean, avg_api_time: mean, max_duration: count }),
  errors: keptErrors,
  http: { ...http, path: '/v1/generations/reports/slowest' },
  example: {
    input: exampleRange,
    output: { items: [{ content_type: 'blog', avg_duration: 3_421, avg_api_time: 3_192, max_duration: 9_120 }] },
  },
});

export const ReportCache = defineRequest({
  subject: 'rpc.generation.report.cache.v1',
  summary: 'What the cache of results saves',
  input: z.strictObject(keptRange),
  output: itemsOf({ cache_hit: z.boolean(), requests: count, avg_duration_ms: mean }),
  errors: keptErrors,
  http: { ...http, path: '/v1/generations/reports/cache' },
  example: { input: exampleRange, output: { items: [{ cache_hit: false, requests: 12, avg_duration_ms: 3_421 }] } },
});

export const ReportRetries = defineRequest({
  subject: 'rpc.generation.report.retries.v1',
  summary: 'How often models have to be called again, per day of UTC, newest first; days without requests are left out',
  input: z.strictObject(keptRange),
  output: itemsOf({
    date: z.iso.date(),
    total_retries: count,
    total_requests: count,
    retry_percentage: z.number().describe('Of requests that were retried, rounded to two decimals'),
  }),
  errors: keptErrors,
  http: { ...http, path: '/v1/generations/reports/retries' },
  example: {
    input: exampleRange,
    output: { items: [{ date: '2026-01-05', total_retries: 3, total_requests: 12, retry_percentage: 16.67 }] },
  },
});

export const ReportUserCalls = defineRequest({
  subject: 'rpc.generation.report.user-calls.v1',
  summary: 'Users with many calls in the last hour',
  input: z.strictObject({
    more_than: z.coerce.number().int().min(0).max(1_000_000).default(50).describe('Calls; who has as many or fewer is left out'),
    limit: top(100),
  }),
  output: itemsOf({ user_id: z.uuid(), requests_last_hour: count }),
  http: { ...http, path: '/v1/generations/reports/user-calls' },
  example: { input: {}, output: { items: [{ user_id: '0192f0c1-7a00-7000-8000-000000000002', requests_last_hour: 64 }] } },
});

export const ReportKeyCalls = defineRequest({
  subject: 'rpc.generation.report.key-calls.v1',
  summary: 'Calls by the key of the provider that they were made with, named by its SHA-256',
  input: z.strictObject({ ...keptRange, limit: top(100) }),
  output: itemsOf({ api_key_hash: z.string(), total_requests: count, failed_requests: count, last_used: instant }),
  errors: keptErrors,
  http: { ...http, path: '/v1/generations/reports/key-calls' },
  example: {
    input: exampleRange,
    output: {
      items: [
        {
          api_key_hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
          total_requests: 12,
          failed_requests: 1,
          last_used: '2026-01-05T09:00:00.000Z',
        },
      ],
    },
  },
});
