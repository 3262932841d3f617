import { z } from 'zod';
import { defineRequest } from '../define.js';
import { oneOrMore, sortInput } from '../list-query.js';
import { instant, pageInput, pageOf } from '../page.js';
import { storableName, webAddress } from '../text.js';

export const PLATFORMS = ['webhook'] as const;
export const platformSchema = z.enum(PLATFORMS);

const statusSchema = z.enum(['connected', 'disconnected']);

/** What a webhook account needs. `lookup_url` takes `{id}`: asked when it is not known whether a post arrived. */
export const webhookSettingsSchema = z
  .strictObject({
    url: webAddress(2_000),
    lookup_url: webAddress(2_000).includes('{id}').optional(),
  })
  .meta({ id: 'WebhookSettings' });

export const platformAccountSchema = z
  .object({
    id: z.uuid(),
    company_id: z.uuid(),
    platform: platformSchema,
    name: z.string(),
    settings: webhookSettingsSchema,
    status: statusSchema,
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'PlatformAccount' });
export type PlatformAccount = z.infer<typeof platformAccountSchema>;

const example = {
  id: '0192f0c1-7a00-7000-8000-000000000006',
  company_id: '0192f0c1-7a00-7000-8000-000000000001',
  platform: 'webhook' as const,
  name: 'our site',
  settings: { url: 'https://site.example/hooks/smartcontent' },
  status: 'connected' as const,
  created_at: '2026-01-05T09:00:00.000Z',
  updated_at: '2026-01-05T09:00:00.000Z',
};

export const ConnectPlatformAccount = defineRequest({
  subject: 'rpc.scheduling.platform-account.connect.v1',
  summary: 'Connect a platform account; the signing secret is shown once',
  input: z.strictObject({
    platform: platformSchema,
    name: storableName(255),
    settings: webhookSettingsSchema,
  }),
  output: platformAccountSchema.extend({ signing_secret: z.string().describe('whsec_…, Standard Webhooks') }),
  errors: ['SCHEDULING_URL_REFUSED'],
  http: { method: 'POST', path: '/v1/platform-accounts', status: 201, scope: 'schedule:write', rateClass: 'write', isSecretAnswer: true },
  example: {
    input: { platform: 'webhook', name: 'our site', settings: example.settings },
    output: { ...example, signing_secret: 'whsec_…' },
  },
});

export const ListPlatformAccounts = defineRequest({
  subject: 'rpc.scheduling.platform-account.list.v1',
  summary: 'List platform accounts; newest first unless told',
  input: z.strictObject({
    ...pageInput,
    platform: oneOrMore(platformSchema),
    status: oneOrMore(statusSchema),
    ...sortInput(['created_at'], '-created_at'),
  }),
  output: pageOf(platformAccountSchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: { method: 'GET', path: '/v1/platform-accounts', scope: 'schedule:read', rateClass: 'read' },
  example: { input: {}, output: { items: [example], next_cursor: null } },
});

export const DisconnectPlatformAccount = defineRequest({
  subject: 'rpc.scheduling.platform-account.disconnect.v1',
  summary: 'Disconnect a platform account; its pending posts are cancelled and its secret is forgotten',
  input: z.strictObject({ account_id: z.uuid() }),
  output: platformAccountSchema,
  errors: ['SCHEDULING_ACCOUNT_NOT_FOUND'],
  http: { method: 'DELETE', path: '/v1/platform-accounts/{account_id}', scope: 'schedule:write', rateClass: 'write' },
  example: { input: { account_id: example.id }, output: { ...example, status: 'disconnected' } },
});
