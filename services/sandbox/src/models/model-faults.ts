import { z } from 'zod';

const times = { times: z.number().int().min(1).max(100_000).default(1) };
const delayMs = z.number().int().min(0).max(600_000);

/**
 * What goes wrong with the next `times` calls of a box.
 * - `refuse`: answers `status`, as 429, 500 or 401
 * - `cut`: breaks off after `share` of the text; `is_clean` ends the stream as if that were all
 * - `slow`: waits before it answers; `drip`: before each piece
 * - `wrong-shape`: an answer of no protocol; `broken-json`: one that is no JSON; `error-in-stream`: an error after half of the text
 * - `wrong-answer`: prose where a schema was asked for; `empty`: no text; `filtered`: withheld by a filter
 * - `no-usage`: tells no tokens; `no-schema`: refuses the field of the schema
 * - of embeddings: `dimensions` other than asked for, `nan`, `null` in a vector, `too-few` vectors, `zeros`
 */
export const modelFaultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('refuse'),
    ...times,
    status: z.number().int().min(400).max(599).default(500),
    retry_after_seconds: z.number().min(0).max(3_600).optional(),
    type: z.string().max(100).default('api_error'),
  }),
  z.strictObject({ kind: z.literal('cut'), ...times, share: z.number().min(0).max(1).default(0.5), is_clean: z.boolean().default(false) }),
  z.strictObject({ kind: z.enum(['slow', 'drip']), ...times, delay_ms: delayMs.default(1_000) }),
  z.strictObject({ kind: z.literal('error-in-stream'), ...times, type: z.string().max(100).default('overloaded_error') }),
  z.strictObject({ kind: z.enum(['wrong-shape', 'broken-json', 'wrong-answer', 'empty', 'filtered', 'no-usage', 'no-schema']), ...times }),
  z.strictObject({ kind: z.literal('dimensions'), ...times, dimensions: z.number().int().min(1).max(8_192) }),
  z.strictObject({ kind: z.enum(['nan', 'null', 'too-few', 'zeros']), ...times }),
]);
export type ModelFault = z.infer<typeof modelFaultSchema>;
