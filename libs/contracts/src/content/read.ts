import { z } from 'zod';
import { defineRequest } from '../define.js';
import { oneOrMore, rangeInput, sortInput } from '../list-query.js';
import { pageInput, pageOf } from '../page.js';
import { storableText } from '../text.js';
import { contentSchema, contentStatusSchema, contentSummarySchema, contentTypeSchema, exampleContent, exampleSummary } from './content.js';

export const GetContent = defineRequest({
  subject: 'rpc.content.content.get.v1',
  summary: 'One content with its text',
  input: z.strictObject({ content_id: z.uuid() }),
  output: contentSchema,
  errors: ['CONTENT_NOT_FOUND'],
  callers: ['generation'],
  http: { method: 'GET', path: '/v1/content/{content_id}', scope: 'content:read', rateClass: 'read' },
  example: { input: { content_id: exampleContent.id }, output: exampleContent },
});

export const ListContent = defineRequest({
  subject: 'rpc.content.content.list.v1',
  summary: 'Contents without their texts; newest first unless told',
  input: z.strictObject({
    ...pageInput,
    status: oneOrMore(contentStatusSchema),
    content_type: oneOrMore(contentTypeSchema),
    user_id: z.uuid().optional(),
    campaign_id: z.uuid().optional(),
    ...rangeInput('created_at'),
    ...rangeInput('updated_at'),
    ...sortInput(['created_at', 'updated_at'], '-created_at'),
  }),
  output: pageOf(contentSummarySchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: { method: 'GET', path: '/v1/content', scope: 'content:read', rateClass: 'read' },
  example: { input: { status: ['draft'], sort: '-created_at' }, output: { items: [exampleSummary], next_cursor: null } },
});

export const SearchContent = defineRequest({
  subject: 'rpc.content.content.search.v1',
  summary: 'Contents whose title or text match, best first',
  input: z.strictObject({ q: z.string().trim().min(1).pipe(storableText(500)), limit: pageInput.limit }),
  output: z.object({ items: z.array(contentSummarySchema.extend({ score: z.number() })) }),
  http: { method: 'GET', path: '/v1/content/search', scope: 'content:read', rateClass: 'search' },
  example: { input: { q: 'beta' }, output: { items: [{ ...exampleSummary, score: 0.61 }] } },
});
