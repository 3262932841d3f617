import { z } from 'zod';
import { defineRequest } from '../define.js';
import { storableText } from '../text.js';
import { contentSummarySchema, exampleSummary } from './content.js';

const REFUSALS = ['CONTENT_NOT_FOUND', 'CONTENT_TRANSITION_ILLEGAL'] as const;
const note = storableText(5_000).optional();

export const SubmitContent = defineRequest({
  subject: 'rpc.content.content.submit.v1',
  summary: 'Hand a draft in for review',
  input: z.strictObject({ content_id: z.uuid() }),
  output: contentSummarySchema,
  errors: [...REFUSALS, 'CONTENT_EMPTY', 'CONTENT_FORBIDDEN'],
  http: { method: 'POST', path: '/v1/content/{content_id}/submit', scope: 'content:write', rateClass: 'write' },
  example: { input: { content_id: exampleSummary.id }, output: { ...exampleSummary, status: 'review', revision: 2 } },
});

export const ApproveContent = defineRequest({
  subject: 'rpc.content.version.approve.v1',
  summary: 'Approve exactly the version whose hash is named',
  input: z.strictObject({ content_id: z.uuid(), version_hash: z.string().length(64) }),
  output: contentSummarySchema,
  errors: [...REFUSALS, 'CONTENT_HASH_MISMATCH'],
  http: { method: 'POST', path: '/v1/content/{content_id}/approve', scope: 'content:approve', rateClass: 'write' },
  example: {
    input: { content_id: exampleSummary.id, version_hash: exampleSummary.version_hash },
    output: { ...exampleSummary, status: 'approved', revision: 3, approved_version_id: exampleSummary.version_id },
  },
});

export const RequestChanges = defineRequest({
  subject: 'rpc.content.content.request-changes.v1',
  summary: 'Send a content in review back to its author',
  input: z.strictObject({ content_id: z.uuid(), note }),
  output: contentSummarySchema,
  errors: REFUSALS,
  http: { method: 'POST', path: '/v1/content/{content_id}/request-changes', scope: 'content:approve', rateClass: 'write' },
  example: {
    input: { content_id: exampleSummary.id, note: 'Name the date.' },
    output: { ...exampleSummary, status: 'changes_requested', revision: 3 },
  },
});

export const RejectContent = defineRequest({
  subject: 'rpc.content.content.reject.v1',
  summary: 'Reject a content in review',
  input: z.strictObject({ content_id: z.uuid(), note }),
  output: contentSummarySchema,
  errors: REFUSALS,
  http: { method: 'POST', path: '/v1/content/{content_id}/reject', scope: 'content:approve', rateClass: 'write' },
  example: { input: { content_id: exampleSummary.id }, output: { ...exampleSummary, status: 'rejected', revision: 3 } },
});

export const ArchiveContent = defineRequest({
  subject: 'rpc.content.content.archive.v1',
  summary: 'Put a content away; its pending posts are cancelled',
  input: z.strictObject({ content_id: z.uuid() }),
  output: contentSummarySchema,
  errors: REFUSALS,
  http: { method: 'POST', path: '/v1/content/{content_id}/archive', scope: 'content:approve', rateClass: 'write' },
  example: { input: { content_id: exampleSummary.id }, output: { ...exampleSummary, status: 'archived', revision: 3 } },
});
