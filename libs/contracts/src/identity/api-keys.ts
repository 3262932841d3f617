import { z } from 'zod';
import { actorSchema, roleSchema, scopeSchema } from '../access.js';
import { defineRequest } from '../define.js';
import { instant, pageInput, pageOf } from '../page.js';
import { storableName } from '../text.js';

export const apiKeySchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    prefix: z.string().describe('First characters of the key, to recognise it by'),
    role: roleSchema,
    scopes: z.array(scopeSchema),
    expires_at: instant.nullable(),
    revoked_at: instant.nullable(),
    last_used_at: instant.nullable(),
    created_at: instant,
  })
  .meta({ id: 'ApiKey' });

const example = {
  id: '0192f0c1-7a00-7000-8000-000000000003',
  name: 'website',
  prefix: 'sc_live_4fQ2',
  role: 'admin' as const,
  scopes: ['content:read' as const, 'events:write' as const],
  expires_at: null,
  revoked_at: null,
  last_used_at: null,
  created_at: '2026-01-05T09:00:00.000Z',
};

export const CreateApiKey = defineRequest({
  subject: 'rpc.identity.api-key.create.v1',
  summary: 'Make a scoped API key; it is shown once',
  input: z.strictObject({
    name: storableName(255),
    scopes: z.array(scopeSchema).min(1),
    expires_at: instant.optional(),
  }),
  output: apiKeySchema.extend({ key: z.string() }),
  errors: ['IDENTITY_SCOPE_NOT_HELD'],
  http: { method: 'POST', path: '/v1/api-keys', status: 201, scope: 'account:manage', rateClass: 'write', isSecretAnswer: true },
  example: { input: { name: 'website', scopes: ['content:read', 'events:write'] }, output: { ...example, key: 'sc_live_4fQ2…' } },
});

export const ListApiKeys = defineRequest({
  subject: 'rpc.identity.api-key.list.v1',
  summary: 'List API keys',
  input: z.strictObject({ ...pageInput }),
  output: pageOf(apiKeySchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: { method: 'GET', path: '/v1/api-keys', scope: 'account:manage', rateClass: 'read' },
  example: { input: {}, output: { items: [example], next_cursor: null } },
});

export const RevokeApiKey = defineRequest({
  subject: 'rpc.identity.api-key.revoke.v1',
  summary: 'Revoke an API key at once',
  input: z.strictObject({ key_id: z.uuid() }),
  output: apiKeySchema,
  errors: ['IDENTITY_API_KEY_NOT_FOUND'],
  http: { method: 'DELETE', path: '/v1/api-keys/{key_id}', scope: 'account:manage', rateClass: 'write' },
  example: { input: { key_id: example.id }, output: { ...example, revoked_at: '2026-02-01T12:00:00.000Z' } },
});

/** The gateway's look-up behind its cache; the key crosses as a hash, never in clear. */
export const ResolveApiKey = defineRequest({
  subject: 'rpc.identity.api-key.resolve.v1',
  summary: 'Whose key this hash is',
  input: z.strictObject({ key_hash: z.string().length(64).describe('SHA-256 of the key, hex') }),
  output: z.discriminatedUnion('state', [
    z.object({ state: z.literal('valid'), actor: actorSchema, expires_at: instant.nullable() }),
    z.object({ state: z.literal('expired') }),
    z.object({ state: z.literal('revoked') }),
    z.object({ state: z.literal('unknown') }),
  ]),
  callers: ['gateway'],
  example: { input: { key_hash: '0'.repeat(64) }, output: { state: 'unknown' } },
});
