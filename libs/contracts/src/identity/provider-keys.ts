import { z } from 'zod';
import { defineBroadcast, defineEvent, defineRequest } from '../define.js';
import { instant, pageInput, pageOf } from '../page.js';
import { webAddress } from '../text.js';

const serviceName = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,49}$/, 'must be a name such as anthropic, of small letters, digits, - and _')
  .describe('The provider, as the platform names it');

/** Visible ASCII only: it goes into a header of the provider's. */
const secret = z.string().regex(/^[!-~]{16,4096}$/, 'must be 16 to 4096 visible ASCII characters');

/** How providers of models are spoken to. */
export const MODEL_PROTOCOLS = ['anthropic', 'openai'] as const;
export type ModelProtocol = (typeof MODEL_PROTOCOLS)[number];

const protocol = z
  .enum(MODEL_PROTOCOLS)
  .nullable()
  .describe(
    'How its models are called: as those of Anthropic, or as those of OpenAI, whose API many servers speak; null where it has none',
  );

const baseUrl = webAddress(2_048)
  .refine((text) => !/[?#]/.test(text), 'must end with its path')
  .describe(
    'Where its models are called, with the version, such as https://models.example/v1; without it the public address of anthropic or openai',
  );

/** A company's key of a third party. The key itself is in no answer. */
export const providerKeySchema = z
  .object({
    id: z.uuid(),
    service_name: z.string(),
    last_four: z.string().describe('The end of the key, to recognise it by'),
    protocol,
    base_url: z.string().nullable().describe('The one place that the key is sent to; null is the public address of anthropic or openai'),
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
  protocol: 'anthropic' as const,
  base_url: null,
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
  summary:
    'Keep the key of a third party, encrypted; it replaces the one that was kept with its protocol and base URL, and is never shown again',
  input: z
    .strictObject({ service_name: serviceName, secret, protocol: protocol.optional(), base_url: baseUrl.nullable().optional() })
    // A key goes to the provider that it is of, and to no other that happens to speak the same protocol.
    .refine((input) => input.base_url || !input.protocol || input.protocol === input.service_name, {
      path: ['base_url'],
      message: 'must be told where the key is not of anthropic or openai itself',
    }),
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
    protocol,
    base_url: z.string().nullable(),
    rotated_at: instant.nullable(),
  }),
  errors: ['IDENTITY_PROVIDER_KEY_NOT_FOUND', 'IDENTITY_PROVIDER_KEY_INACTIVE'],
  callers: ['scheduling', 'generation', 'embeddings'],
  isForServices: true,
  example: {
    input: { service_name: 'anthropic' },
    output: {
      sealed: { ciphertext: 'b64…', wrapped_key: 'b64…', key_id: '0123456789abcdef' },
      ...{ protocol: 'anthropic', base_url: null, rotated_at: null },
    },
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

/** Without a promise of delivery, as every broadcast: an opened key is kept for a minute at most. */
export const ProviderKeyNews = defineBroadcast({
  subject: 'broadcast.provider-key-changed',
  summary: 'What is remembered of a key of a third party is not true any more; where it is of no use any more, what uses it stops',
  data: z.object({ company_id: z.uuid(), service_name: z.string(), is_usable: z.boolean() }),
  senders: ['identity'],
  listeners: ['generation', 'embeddings'],
  example: { company_id: '0192f0c1-7a00-7000-8000-000000000001', service_name: 'anthropic', is_usable: false },
});
