import { z } from 'zod';
import { contentStatusSchema, contentTypeSchema } from '../content/content.js';
import { defineRequest } from '../define.js';
import { oneOrMore } from '../list-query.js';
import { instant, pageInput, pageOf } from '../page.js';
import { storableName, storableText } from '../text.js';

export const DOCUMENT_STATES = ['pending', 'indexing', 'indexed', 'failed', 'deleted'] as const;
const stateSchema = z.enum(DOCUMENT_STATES);

/** By what a document is filtered; of a content of the platform it is what content says. */
const metadataSchema = z.strictObject({
  user_id: z.uuid().nullable().default(null),
  content_type: contentTypeSchema.nullable().default(null),
  platform: storableText(50).nullable().default(null),
  status: contentStatusSchema.nullable().default(null),
  topics: z.array(storableName(100)).max(50).default([]),
  quality_score: z.number().min(0).max(9.99).nullable().default(null),
  created_at: instant.nullable().default(null).describe('When it was put here, unless told'),
  published_at: instant.nullable().default(null),
});
/** As it is kept beside the text of a document. */
export type DocumentMetadata = z.output<typeof metadataSchema>;

const documentSchema = z
  .object({
    content_id: z.uuid(),
    source: z.enum(['content', 'api']).describe('content: the platform’s own, kept up by its events; api: put here'),
    state: stateSchema.describe(
      'failed: found by its words, and not yet by the meaning of what is new; deleted: on its way out of the index',
    ),
    revision: z.number().int().describe('What is to be indexed'),
    indexed_revision: z.number().int().nullable().describe('What is found now by word and by meaning'),
    model: z.string().nullable().describe('Which embedder its vectors are of'),
    chunks: z.number().int().nullable(),
    attempts: z.number().int().describe('How often indexing this revision failed'),
    error_code: z.string().nullable().describe('Why it failed the last time'),
    error_message: z.string().nullable(),
    next_attempt_at: instant.nullable().describe('null: nothing is to be done, or nothing that would help by itself'),
    indexed_at: instant.nullable(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'IndexDocument' });
/** Where the index stands with one document. */
export type IndexDocument = z.infer<typeof documentSchema>;

const keptSchema = documentSchema
  .extend({
    title: z.string().nullable().describe('This and what follows of documents that were put here'),
    text: z.string().nullable(),
    metadata: metadataSchema.nullable(),
  })
  .meta({ id: 'KeptIndexDocument' });
/** With what was put here. */
export type KeptIndexDocument = z.infer<typeof keptSchema>;

const contentId = '0192f0c1-7a00-7000-8000-000000000050';
const example: IndexDocument = {
  content_id: contentId,
  source: 'api',
  state: 'pending',
  revision: 1,
  indexed_revision: null,
  model: null,
  chunks: null,
  attempts: 0,
  error_code: null,
  error_message: null,
  next_attempt_at: '2026-01-05T09:00:00.000Z',
  indexed_at: null,
  created_at: '2026-01-05T09:00:00.000Z',
  updated_at: '2026-01-05T09:00:00.000Z',
};
const metadata: DocumentMetadata = {
  user_id: null,
  content_type: 'blog_post',
  platform: null,
  status: null,
  topics: ['releases'],
  quality_score: null,
  created_at: null,
  published_at: null,
};
const path = '/v1/embeddings/documents/{content_id}' as const;

export const PutDocument = defineRequest({
  subject: 'rpc.embeddings.document.put.v1',
  summary: 'Put a text from elsewhere into the index, or another one in its place; it is found once its state is indexed',
  input: z.strictObject({
    content_id: z.uuid().describe('An id of your own choice'),
    title: storableText(500).nullable().default(null),
    text: storableText(700_000).refine((text) => text.trim() !== '', 'must say something'),
    metadata: metadataSchema.prefault({}),
  }),
  output: documentSchema,
  errors: ['EMBEDDINGS_DOCUMENT_MANAGED'],
  http: { method: 'PUT', path, status: 202, scope: 'content:write', rateClass: 'write' },
  example: { input: { content_id: contentId, title: 'Road to 1.0', text: 'The beta is near.', metadata }, output: example },
});

export const GetDocument = defineRequest({
  subject: 'rpc.embeddings.document.get.v1',
  summary: 'Where the index stands with one content or text, and why it is not found where it is not',
  input: z.strictObject({ content_id: z.uuid() }),
  output: keptSchema,
  errors: ['EMBEDDINGS_DOCUMENT_NOT_FOUND'],
  http: { method: 'GET', path, scope: 'content:read', rateClass: 'read' },
  example: { input: { content_id: contentId }, output: { ...example, title: 'Road to 1.0', text: 'The beta is near.', metadata } },
});

export const ListDocuments = defineRequest({
  subject: 'rpc.embeddings.document.list.v1',
  summary: 'Where the index stands with contents and texts, by id',
  input: z.strictObject({ ...pageInput, state: oneOrMore(stateSchema) }),
  output: pageOf(documentSchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: { method: 'GET', path: '/v1/embeddings/documents', scope: 'content:read', rateClass: 'read' },
  example: { input: { state: ['failed'] }, output: { items: [example], next_cursor: null } },
});

export const DeleteDocument = defineRequest({
  subject: 'rpc.embeddings.document.delete.v1',
  summary: 'Take a text that was put here out of the index',
  input: z.strictObject({ content_id: z.uuid() }),
  output: z.null(),
  errors: ['EMBEDDINGS_DOCUMENT_NOT_FOUND', 'EMBEDDINGS_DOCUMENT_MANAGED'],
  http: { method: 'DELETE', path, status: 204, scope: 'content:write', rateClass: 'write' },
  example: { input: { content_id: contentId }, output: null },
});
