import { z } from 'zod';
import { actorSchema, rateLimitsSchema, roleSchema, scopeSchema } from '../access.js';
import { defineRequest } from '../define.js';
import { instant, pageInput, pageOf } from '../page.js';
import { storableName } from '../text.js';
import { API_KEY_KINDS } from './api-key-format.js';
import { contactEmail } from './client.js';

const DAY_SECONDS = 86_400;
/** What a publishable key may do, whoever made it. */
const PUBLISHABLE_SCOPES = ['events:write'];

const kind = z.enum(API_KEY_KINDS);
const limits = rateLimitsSchema.describe('Requests a minute by class of route, where they are fewer than the company has');

export const apiKeySchema = z
  .object({
    id: z.uuid(),
    client_id: z.uuid().describe('The API consumer that holds it'),
    name: z.string().describe('The name of the client'),
    kind,
    prefix: z.string().describe('First characters of the key, to recognise it by'),
    role: roleSchema,
    scopes: z.array(scopeSchema),
    limits: limits.nullable(),
    allowed_origins: z.array(z.string()).nullable().describe('Of a publishable key: the pages that may use it; null is any'),
    replaced_by: z.uuid().nullable().describe('The key that it was rotated to'),
    expires_at: instant.nullable(),
    revoked_at: instant.nullable(),
    last_used_at: instant.nullable(),
    created_at: instant,
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof apiKeySchema>;
const shownKeySchema = apiKeySchema.extend({ key: z.string() });

/** As a browser sends it in `Origin`: scheme, host and port, nothing behind. */
const webOrigin = z
  .string()
  .max(255)
  .refine((text) => /^https?:/.test(text) && URL.parse(text)?.origin === text, 'must be an origin such as https://www.example.org');

const keyFields = {
  kind: kind.default('secret').describe('publishable: may stand in a web page; its scopes are exactly events:write'),
  scopes: z.array(scopeSchema).min(1).max(100),
  expires_at: instant.optional(),
  limits: limits.optional(),
  allowed_origins: z
    .array(webOrigin)
    .min(1)
    .max(50)
    .optional()
    .describe('Of a publishable key: the pages that may use it; any unless told'),
};
type KeyFields = z.output<z.ZodObject<typeof keyFields>>;

function isPublishableFit({ kind, scopes }: KeyFields): boolean {
  return kind === 'secret' || scopes.every((scope) => PUBLISHABLE_SCOPES.includes(scope));
}
const ofPublishable = { path: ['scopes'], message: 'of a publishable key are exactly ["events:write"]' };
const hasFitOrigins = ({ kind, allowed_origins }: KeyFields): boolean => kind === 'publishable' || allowed_origins === undefined;
const ofSecret = { path: ['allowed_origins'], message: 'are for publishable keys: a secret key has no place in a page' };

const example = {
  id: '0192f0c1-7a00-7000-8000-000000000003',
  client_id: '0192f0c1-7a00-7000-8000-000000000009',
  name: 'website',
  kind: 'secret' as const,
  prefix: 'sc_live_4fQ2',
  role: 'admin' as const,
  scopes: ['content:read' as const, 'events:write' as const],
  limits: { read: 600 },
  allowed_origins: null,
  replaced_by: null,
  expires_at: null,
  revoked_at: null,
  last_used_at: null,
  created_at: '2026-01-05T09:00:00.000Z',
};
const successor = {
  ...example,
  id: '0192f0c1-7a00-7000-8000-00000000000a',
  prefix: 'sc_live_9xLm',
  created_at: '2026-04-05T09:00:00.000Z',
};

export const CreateApiKey = defineRequest({
  subject: 'rpc.identity.api-key.create.v1',
  summary: 'Make a client with a scoped API key; the key is shown once',
  input: z
    .strictObject({ name: storableName(255), contact_email: contactEmail.optional(), ...keyFields })
    .refine(isPublishableFit, ofPublishable)
    .refine(hasFitOrigins, ofSecret),
  output: shownKeySchema,
  errors: ['IDENTITY_SCOPE_NOT_HELD', 'IDENTITY_API_KEYS_TOO_MANY'],
  http: {
    method: 'POST',
    path: '/v1/api-keys',
    status: 201,
    scope: 'account:manage',
    rateClass: 'write',
    callers: 'person',
    isSecretAnswer: true,
  },
  example: {
    input: { name: 'website', scopes: ['content:read', 'events:write'], limits: { read: 600 } },
    output: { ...example, key: 'sc_live_4fQ2…' },
  },
});

export const AddApiKey = defineRequest({
  subject: 'rpc.identity.api-key.add.v1',
  summary: 'Make a further API key of a client; it is shown once',
  input: z
    .strictObject({ client_id: z.uuid(), ...keyFields })
    .refine(isPublishableFit, ofPublishable)
    .refine(hasFitOrigins, ofSecret),
  output: shownKeySchema,
  errors: ['IDENTITY_SCOPE_NOT_HELD', 'IDENTITY_CLIENT_NOT_FOUND', 'IDENTITY_API_KEYS_TOO_MANY'],
  http: {
    method: 'POST',
    path: '/v1/clients/{client_id}/keys',
    status: 201,
    scope: 'account:manage',
    rateClass: 'write',
    callers: 'person',
    isSecretAnswer: true,
  },
  example: {
    input: { client_id: example.client_id, scopes: ['content:read', 'events:write'], limits: { read: 600 } },
    output: { ...example, key: 'sc_live_4fQ2…' },
  },
});

export const ListApiKeys = defineRequest({
  subject: 'rpc.identity.api-key.list.v1',
  summary: 'List API keys',
  input: z.strictObject({ ...pageInput, client_id: z.uuid().optional().describe('Only the keys of this client') }),
  output: pageOf(apiKeySchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: { method: 'GET', path: '/v1/api-keys', scope: 'account:manage', rateClass: 'read' },
  example: { input: {}, output: { items: [example], next_cursor: null } },
});

export const RotateApiKey = defineRequest({
  subject: 'rpc.identity.api-key.rotate.v1',
  summary: 'Replace an API key by a new one, which is shown once; the old one works on for a while',
  input: z.strictObject({
    key_id: z.uuid(),
    overlap_seconds: z
      .number()
      .int()
      .min(0)
      .max(7 * DAY_SECONDS)
      .default(DAY_SECONDS)
      .describe('How long the old key still works'),
    expires_at: instant.optional().describe('Of the new key; unless told it lives as long as the old one was made to live'),
  }),
  output: shownKeySchema.extend({ replaces: apiKeySchema.describe('The old key, and until when it works') }),
  errors: ['IDENTITY_API_KEY_NOT_FOUND', 'IDENTITY_API_KEY_ENDED', 'IDENTITY_SCOPE_NOT_HELD', 'IDENTITY_API_KEYS_TOO_MANY'],
  http: {
    method: 'POST',
    path: '/v1/api-keys/{key_id}/rotate',
    status: 201,
    scope: 'account:manage',
    rateClass: 'write',
    callers: 'person',
    isSecretAnswer: true,
  },
  example: {
    input: { key_id: example.id, overlap_seconds: 3_600 },
    output: {
      ...successor,
      key: 'sc_live_9xLm…',
      replaces: { ...example, replaced_by: successor.id, expires_at: '2026-04-05T10:00:00.000Z' },
    },
  },
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
    z.object({
      state: z.literal('valid'),
      actor: actorSchema,
      expires_at: instant.nullable(),
      budget_id: z.uuid().optional().describe('Set where the key has limits of its own: its requests count on this, not on the client'),
      kind: kind.optional(),
      allowed_origins: z.array(z.string()).nullable().optional(),
    }),
    z.object({ state: z.literal('expired') }),
    z.object({ state: z.literal('revoked') }),
    z.object({ state: z.literal('unknown') }),
  ]),
  callers: ['gateway'],
  isForServices: true,
  example: { input: { key_hash: '0'.repeat(64) }, output: { state: 'unknown' } },
});
