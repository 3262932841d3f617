import { createHash } from 'node:crypto';
import { z } from 'zod';
import { defineRequest } from '../define.js';
import { instant, pageInput, pageOf } from '../page.js';
import { contentTypeSchema, jsonObject } from './content.js';

export const versionSummarySchema = z
  .object({
    id: z.uuid(),
    content_id: z.uuid(),
    number: z.number().int(),
    hash: z.string(),
    title: z.string().nullable(),
    created_by: z.uuid(),
    created_at: instant,
    approved_by: z.uuid().nullable(),
    approved_at: instant.nullable(),
  })
  .meta({ id: 'VersionSummary' });

export const versionSchema = versionSummarySchema
  .extend({
    content_type: contentTypeSchema,
    platform: z.string().nullable(),
    content_text: z.string().nullable(),
    metadata: jsonObject,
  })
  .meta({ id: 'Version' });
export type Version = z.infer<typeof versionSchema>;

/**
 * Hash of what a version says: SHA-256 in hex over the JSON of its parts with sorted keys.
 * Content computes it when it makes the version, the dispatcher again before it publishes.
 */
export function versionHash(version: Pick<Version, 'title' | 'content_text' | 'content_type' | 'platform' | 'metadata'>): string {
  const { title, content_text, content_type, platform, metadata } = version;
  const parts = [content_type, platform ?? null, title ?? null, content_text ?? null, metadata ?? {}];
  return createHash('sha256').update(JSON.stringify(parts, sortKeys)).digest('hex');
}

function sortKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const summary = {
  id: '0192f0c1-7a00-7000-8000-000000000005',
  content_id: '0192f0c1-7a00-7000-8000-000000000004',
  number: 1,
  hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  title: 'Road to 1.0',
  created_by: '0192f0c1-7a00-7000-8000-000000000002',
  created_at: '2026-01-05T09:00:00.000Z',
  approved_by: null,
  approved_at: null,
};
const example = { ...summary, content_type: 'blog_post' as const, platform: null, content_text: 'The beta is near.', metadata: {} };

export const ListVersions = defineRequest({
  subject: 'rpc.content.version.list.v1',
  summary: 'The versions of a content, newest first',
  input: z.strictObject({ content_id: z.uuid(), ...pageInput }),
  output: pageOf(versionSummarySchema),
  errors: ['CONTENT_NOT_FOUND', 'PLATFORM_CURSOR_INVALID'],
  http: { method: 'GET', path: '/v1/content/{content_id}/versions', scope: 'content:read', rateClass: 'read' },
  example: { input: { content_id: summary.content_id }, output: { items: [summary], next_cursor: null } },
});

export const GetVersion = defineRequest({
  subject: 'rpc.content.version.get.v1',
  summary: 'One version with its text',
  input: z.strictObject({ content_id: z.uuid(), version_id: z.uuid() }),
  output: versionSchema,
  errors: ['CONTENT_VERSION_NOT_FOUND'],
  callers: ['scheduling'],
  http: { method: 'GET', path: '/v1/content/{content_id}/versions/{version_id}', scope: 'content:read', rateClass: 'read' },
  example: { input: { content_id: summary.content_id, version_id: summary.id }, output: example },
});
