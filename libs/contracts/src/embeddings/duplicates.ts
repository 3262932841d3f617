import { z } from 'zod';
import { defineRequest } from '../define.js';
import { storableText } from '../text.js';

/** Another content of the company that says nearly the same. */
export const nearDuplicateSchema = z
  .object({
    content_id: z.uuid(),
    title: z.string().nullable(),
    similarity: z.number().describe('Part of their runs of three words that both share: 1 for the same words, 0.82 at least'),
  })
  .meta({ id: 'NearDuplicate' });
export type NearDuplicate = z.infer<typeof nearDuplicateSchema>;

/** What an answer to a write says of others like it. */
export const nearDuplicatesSchema = z
  .array(nearDuplicateSchema)
  .nullable()
  .describe(
    'A warning: other contents that say nearly the same, the nearest first, five at most; of what was written in the last seconds nothing may be known yet. Texts of fewer than 8 words have none. null: it was not looked, because the index did not answer within 200 ms or the caller may not read contents',
  );

const example = { content_id: '0192f0c1-7a00-7000-8000-000000000004', title: 'Road to 1.0', similarity: 0.94 };

/** As @smartcontent/likeness makes it. */
const fingerprintSchema = z.object({
  sketch: z.string().length(684).describe('512 bytes in base64'),
  bands: z.array(z.string().regex(/^-?\d{1,19}$/)).length(16),
});

/** Asked before a write is answered, so with a short deadline: what is sent and looked up is small, whatever the length of the text. */
export const FindNearDuplicates = defineRequest({
  subject: 'rpc.embeddings.duplicate.find.v1',
  summary: 'Contents of the company whose fingerprints are near to one',
  input: z.strictObject({ fingerprint: fingerprintSchema, except_content_id: z.uuid().nullable() }),
  output: z.object({ items: z.array(nearDuplicateSchema) }),
  callers: ['content', 'scheduling'],
  example: {
    input: {
      fingerprint: { sketch: 'A'.repeat(683).concat('='), bands: Array.from({ length: 16 }, (_, band) => `${band}`) },
      except_content_id: null,
    },
    output: { items: [example] },
  },
});

export const CheckDuplicates = defineRequest({
  subject: 'rpc.embeddings.duplicate.check.v1',
  summary: 'Contents that say nearly the same as a text, or as another content',
  input: z
    .strictObject({
      text: storableText(700_000).optional(),
      content_id: z.uuid().optional().describe('Of an indexed content; it is not among the answer itself'),
    })
    .refine(({ text, content_id }) => (text === undefined) !== (content_id === undefined), {
      path: ['text'],
      message: 'give either a text or a content_id',
    }),
  output: z.object({
    items: z.array(nearDuplicateSchema).describe('The nearest first, five at most'),
    is_comparable: z.boolean().describe('False for fewer than 8 words: such texts are repeated on purpose, and nothing is said about them'),
  }),
  errors: ['EMBEDDINGS_DOCUMENT_NOT_FOUND'],
  http: { method: 'POST', path: '/v1/embeddings/duplicates', status: 200, scope: 'content:read', rateClass: 'search' },
  example: { input: { content_id: '0192f0c1-7a00-7000-8000-000000000009' }, output: { items: [example], is_comparable: true } },
});
