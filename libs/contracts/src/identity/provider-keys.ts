import { z } from 'zod';
import { defineEvent, defineRequest } from '../define.js';
import { instant, pageInput, pageOf } from '../page.js';

const serviceName = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,49}$/, 'must be a name such as anthropic, of small letters, digits, - and _')
  .describe('The provider, as the platform names it');

/** Visible ASCII only: it goes into a header of the provider's. */
const secret = z.string().regex(/^[!-~]{16,4096}$/, 'must be 16 to 4096 visible ASCII characters');

/** A company's key of a third party. The key itself is in no answer. */
export const providerKeySchema = z
  .object({
    id: z.uuid(),
    service_name: z.string(),
    last_four: z.string().describe('The end of the key, to recognise it by'),
    is_active: z.boolean(),
    created_by: z.uuid(),
    created_at: instant,
    updated_at: instant,
    rotated_at: instant.nullable().describe('When the key was last replaced by another'),
  })
  .meta({ id: 'ProviderKey' });
export type ProviderKey = z.infer<typeof providerKeySchema>;

const example = {
  id: '0192f0c1-7a00-7000-8000-00000000000b',
  service_name: 'anthropic',
  last_four: 'x3Qa',
  is_active: true,
  created_by: '0192f0c1-7a00-7000-8000-000000000002',
  created_at: '2026-01-05T09:00:00.000Z',
  updated_at: '2026-01-05T09:00:00.000Z',
  rotated_at: null,
};
const path = '/v1/provider-keys/{service_name}' as const;
const scope = 'account:manage' as const;

export const StoreProviderKey = defineRequest({
  subject: 'rpc.identity.provider-key.store.v1',
  summary: 'Keep the key of a third party, encrypted; it replaces the one that was kept, and is never shown again',
  input: z.strictObject({ service_name: serviceName, secret }),
  output: providerKeySchema,
  http: { method: 'PUT', path, scope, rateClass: 'write' },
  example: { input: { service_name: 'anthropic', secret: 'sk-ant-example-x3Qa' }, output: example },
});

export const SwitchProviderKey = defineRequest({
  subject: 'rpc.identity.provider-key.switch.v1',
  summary: 'Switch the key of a third party off, or on again',
  input: z.strictObject({ service_name: serviceName, is_active: z.boolean() }),
  output: providerKeySchema,
  errors: ['IDENTITY_PROVIDER_KEY_NOT_FOUND'],
  http: { method: 'PATCH', path, scope, rateClass: 'write' },
  example: { input: { service_name: 'anthropic', is_active: false }, output: { ...example, is_active: false } },
});

export const GetProviderKey = defineRequest({
  subject: 'rpc.identity.provider-key.get.v1',
  summary: 'What is known of the key of a third party, without the key',
  input: z.strictObject({ service_name: serviceName }),
  output: providerKeySchema,
  errors: ['IDENTITY_PROVIDER_KEY_NOT_FOUND'],
  http: { method: 'GET', path, scope, rateClass: 'read' },
  example: { input: { service_name: 'anthropic' }, output: example },
});

export const ListProviderKeys = defineRequest({
  subject: 'rpc.identity.provider-key.list.v1',
  summary: 'List the keys of third parties by name, without the keys',
  input: z.strictObject({ ...pageInput }),
  output: pageOf(providerKeySchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: { method: 'GET', path: '/v1/provider-keys', scope, rateClass: 'read' },
  example: { input: {}, output: { items: [example], next_cursor: null } },
});

export const DeleteProviderKey = defineRequest({
  subject: 'rpc.identity.provider-key.delete.v1',
  summary: 'Forget the key of a third party',
  input: z.strictObject({ service_name: serviceName }),
  output: z.null(),
  errors: ['IDENTITY_PROVIDER_KEY_NOT_FOUND'],
  http: { method: 'DELETE', path, status: 204, scope, rateClass: 'write' },
  example: { input: { service_name: 'anthropic' }, output: null },
});

/** For the service that calls the provider: it opens the key itself, so that the key crosses NATS sealed. Each is a line of the audit. */
export const OpenProviderKey = defineRequest({
  subject: 'rpc.identity.provider-key.open.v1',
  summary: 'The sealed key of a third party, for the company of the actor',
  input: z.strictObject({ service_name: serviceName }),
  output: z.object({
    sealed: z.object({ ciphertext: z.string(), wrapped_key: z.string(), key_id: z.string() }).describe('Opened by libs/secrets'),
    rotated_at: instant.nullable(),
  }),
  errors: ['IDENTITY_PROVIDER_KEY_NOT_FOUND', 'IDENTITY_PROVIDER_KEY_INACTIVE'],
  callers: ['scheduling'],
  isForServices: true,
  example: {
    input: { service_name: 'anthropic' },
    output: { sealed: { ciphertext: 'b64…', wrapped_key: 'b64…', key_id: '0123456789abcdef' }, rotated_at: null },
  },
});

export const ProviderKeyChanged = defineEvent({
  subject: 'evt.identity.provider-key.changed.v1',
  summary: 'The key of a third party was stored, replaced, or switched on or off',
  aggregate: 'provider-key',
  data: z.object({ service_name: z.string(), is_active: z.boolean() }),
  consumers: [],
  example: { service_name: 'anthropic', is_active: true },
});

export const ProviderKeyDeleted = defineEvent({
  subject: 'evt.identity.provider-key.deleted.v1',
  summary: 'The key of a third party was forgotten',
  aggregate: 'provider-key',
  data: z.object({ service_name: z.string() }),
  consumers: [],
  example: { service_name: 'anthropic' },
});
