import { z } from 'zod';
import { defineRequest } from '../define.js';
import { operatorFace } from '../operator/operator-face.js';
import { instant, pageInput, pageOf } from '../page.js';
import { storableName } from '../text.js';

const given = z.string().regex(/^\d{1,4}(?:\.\d{1,6})?$/, 'must be a decimal of at most six places below 10000, such as "3" or "0.25"');
const kept = z.string();

const pricesOf = <T extends z.ZodType>(price: T) => ({
  input: price.describe('Tokens that were sent, without those of the provider’s cache'),
  output: price,
  cache_read: price.nullable().default(null).describe('Null: not known, and a call that has such tokens costs nobody knows what'),
  cache_write: price.nullable().default(null).describe('Alike'),
  reasoning: price.nullable().default(null).describe('Null: as all output'),
});
const model = storableName(100).describe('As the provider calls it');
const LAST_INSTANT = Date.UTC(2200, 0);
const validFrom = instant
  .refine((text) => Date.parse(text) >= 0 && Date.parse(text) < LAST_INSTANT, 'must lie between the years 1970 and 2199')
  .optional()
  .describe('From now on unless told; what was priced before stays as it was');

const modelPriceSchema = z
  .object({
    id: z.uuid().describe('The version, which usage names as its price_version'),
    model: z.string(),
    source: z.enum(['company', 'everybody']).describe('A company’s own price goes before everybody’s'),
    valid_from: instant,
    usd_per_million: z.object(pricesOf(kept)).nullable().describe('Null: the company’s own price was withdrawn'),
    created_at: instant,
  })
  .meta({ id: 'ModelPrice' });
export type ModelPrice = z.infer<typeof modelPriceSchema>;

const example: ModelPrice = {
  id: '0192f0c1-7a00-7000-8000-000000000031',
  model: 'model-of-a-provider',
  source: 'company',
  valid_from: '2026-01-05T09:00:00.000Z',
  usd_per_million: { input: '1.000000', output: '2.000000', cache_read: null, cache_write: null, reasoning: null },
  created_at: '2026-01-05T09:00:00.000Z',
};
const exampleInput = { model: example.model, usd_per_million: { input: '1', output: '2' } };

export const SetModelPrice = defineRequest({
  subject: 'rpc.generation.model-price.set.v1',
  summary: 'Name what a model costs the company, in place of everybody’s price; a new version each time',
  input: z.strictObject({
    model,
    valid_from: validFrom,
    usd_per_million: z.strictObject(pricesOf(given)).nullable().describe('Null withdraws the own price: everybody’s holds again'),
  }),
  output: modelPriceSchema,
  http: { method: 'POST', path: '/v1/model-prices', status: 201, scope: 'account:manage', rateClass: 'write' },
  example: { input: exampleInput, output: example },
});

export const ListModelPrices = defineRequest({
  subject: 'rpc.generation.model-price.list.v1',
  summary: 'List what models cost the company at present, by model; what is not there has no known price',
  input: z.strictObject({ ...pageInput }),
  output: pageOf(modelPriceSchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: { method: 'GET', path: '/v1/model-prices', scope: 'generation:read', rateClass: 'read' },
  example: { input: {}, output: { items: [example], next_cursor: null } },
});

export const GetModelPrice = defineRequest({
  subject: 'rpc.generation.model-price.get.v1',
  summary: 'Show a version of a price, also one that does not hold any more',
  input: z.strictObject({ price_version: z.uuid() }),
  output: modelPriceSchema,
  errors: ['GENERATION_PRICE_NOT_FOUND'],
  http: { method: 'GET', path: '/v1/model-prices/{price_version}', scope: 'generation:read', rateClass: 'read' },
  example: { input: { price_version: example.id }, output: example },
});

const everybodys: ModelPrice = { ...example, source: 'everybody' };

export const SetPlatformPrice = defineRequest({
  subject: 'rpc.generation.platform-price.set.v1',
  summary: 'Name what a model costs every company that has no price of its own; a new version each time',
  input: z.strictObject({ model, valid_from: validFrom, usd_per_million: z.strictObject(pricesOf(given)) }),
  output: modelPriceSchema,
  http: operatorFace('POST', '/v1/operator/generation/model-prices', 201),
  example: { input: exampleInput, output: everybodys },
});

export const ListPlatformPrices = defineRequest({
  subject: 'rpc.generation.platform-price.list.v1',
  summary: 'List every version of everybody’s prices, newest first',
  input: z.strictObject({ model: storableName(100).optional(), ...pageInput }),
  output: pageOf(modelPriceSchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: operatorFace('GET', '/v1/operator/generation/model-prices'),
  example: { input: {}, output: { items: [everybodys], next_cursor: null } },
});
