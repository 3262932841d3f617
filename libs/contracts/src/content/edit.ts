import { z } from 'zod';
import { defineRequest } from '../define.js';
import { nearDuplicatesSchema } from '../embeddings/duplicates.js';
import { contentFields, contentSchema, contentTypeSchema, exampleContent } from './content.js';

/** What creating or changing a content answers with. */
const writtenContentSchema = contentSchema
  .extend({
    near_duplicates: nearDuplicatesSchema
      .optional()
      .describe(`${nearDuplicatesSchema.description}. Absent where a change left the text as it was`),
  })
  .meta({ id: 'WrittenContent' });
export type WrittenContent = z.infer<typeof writtenContentSchema>;

export const CreateContent = defineRequest({
  subject: 'rpc.content.content.create.v1',
  summary: 'Create a content and its first version',
  input: z.strictObject({ content_type: contentTypeSchema, ...contentFields }),
  output: writtenContentSchema,
  errors: ['CAMPAIGNS_CAMPAIGN_NOT_FOUND'],
  http: { method: 'POST', path: '/v1/content', status: 201, scope: 'content:write', rateClass: 'write' },
  example: {
    input: { content_type: 'blog_post', title: 'Road to 1.0', content_text: 'The beta is near.' },
    output: { ...exampleContent, near_duplicates: [] },
  },
});

export const UpdateContent = defineRequest({
  subject: 'rpc.content.content.update.v1',
  summary: 'Change a content; a changed text makes a new version',
  input: z.strictObject({
    content_id: z.uuid(),
    revision: z.number().int().min(1).optional().describe('The revision you have seen; needed where If-Match does not say it'),
    ...contentFields,
  }),
  output: writtenContentSchema,
  errors: [
    'CONTENT_NOT_FOUND',
    'CONTENT_REVISION_STALE',
    'PLATFORM_PRECONDITION_REQUIRED',
    'CONTENT_TRANSITION_ILLEGAL',
    'CONTENT_FORBIDDEN',
    'CONTENT_TOO_LARGE',
    'CAMPAIGNS_CAMPAIGN_NOT_FOUND',
  ],
  http: { method: 'PATCH', path: '/v1/content/{content_id}', scope: 'content:write', rateClass: 'write' },
  example: {
    input: { content_id: exampleContent.id, revision: 1, content_text: 'The beta is here.' },
    output: { ...exampleContent, content_text: 'The beta is here.', revision: 2, version_number: 2, near_duplicates: null },
  },
});

export const DeleteContent = defineRequest({
  subject: 'rpc.content.content.delete.v1',
  summary: 'Delete a content with its versions; its pending posts are cancelled',
  input: z.strictObject({ content_id: z.uuid() }),
  output: z.object({ id: z.uuid(), deleted: z.literal(true) }),
  errors: ['CONTENT_NOT_FOUND', 'CONTENT_FORBIDDEN'],
  http: { method: 'DELETE', path: '/v1/content/{content_id}', scope: 'content:write', rateClass: 'write' },
  example: { input: { content_id: exampleContent.id }, output: { id: exampleContent.id, deleted: true } },
});
