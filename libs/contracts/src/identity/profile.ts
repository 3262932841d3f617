import { z } from 'zod';
import { defineRequest } from '../define.js';
import { instant } from '../page.js';
import { boundedObject, storableName, storableObject } from '../text.js';

const LIMIT_BYTES = 64 * 1024;
const words = z.array(storableName(100)).max(200);
const object = boundedObject(LIMIT_BYTES);

const profileSchema = z
  .object({
    interests: z.array(z.string()),
    preferred_topics: z.array(z.string()),
    content_preferences: storableObject,
    engagement_patterns: storableObject,
    behavioral_data: storableObject,
    last_activity_at: instant.nullable(),
    updated_at: instant.nullable().describe('null where nothing was set yet'),
  })
  .meta({ id: 'Profile' });
export type Profile = z.infer<typeof profileSchema>;

const settingsSchema = z
  .object({
    preferred_ai_provider: z.string().nullable(),
    default_content_type: z.string().nullable(),
    ui_theme: z.string(),
    language: z.string(),
    settings_json: storableObject,
    updated_at: instant.nullable().describe('null where nothing was set yet'),
  })
  .meta({ id: 'Settings' });
export type Settings = z.infer<typeof settingsSchema>;

const exampleProfile = {
  interests: ['gardening'],
  preferred_topics: ['roses'],
  content_preferences: { length: 'short' },
  engagement_patterns: {},
  behavioral_data: {},
  last_activity_at: null,
  updated_at: '2026-01-05T09:00:00.000Z',
};
const exampleSettings = {
  preferred_ai_provider: 'anthropic',
  default_content_type: 'blog_post',
  ui_theme: 'dark',
  language: 'en',
  settings_json: { sidebar: 'closed' },
  updated_at: '2026-01-05T09:00:00.000Z',
};

export const GetProfile = defineRequest({
  subject: 'rpc.identity.profile.get.v1',
  summary: 'Show one’s own profile',
  input: z.strictObject({}),
  output: profileSchema,
  http: { method: 'GET', path: '/v1/me/profile', scope: 'account:read', rateClass: 'read' },
  example: { input: {}, output: exampleProfile },
});

export const UpdateProfile = defineRequest({
  subject: 'rpc.identity.profile.update.v1',
  summary: 'Change one’s own profile; a field that is given replaces what was kept',
  input: z.strictObject({
    interests: words.optional(),
    preferred_topics: words.optional(),
    content_preferences: object.optional(),
    engagement_patterns: object.optional(),
    behavioral_data: object.optional(),
    last_activity_at: instant.optional(),
  }),
  output: profileSchema,
  http: { method: 'PATCH', path: '/v1/me/profile', scope: 'account:write', rateClass: 'write' },
  example: { input: { interests: ['gardening'] }, output: exampleProfile },
});

export const GetSettings = defineRequest({
  subject: 'rpc.identity.settings.get.v1',
  summary: 'Show one’s own settings',
  input: z.strictObject({}),
  output: settingsSchema,
  http: { method: 'GET', path: '/v1/me/settings', scope: 'account:read', rateClass: 'read' },
  example: { input: {}, output: exampleSettings },
});

export const UpdateSettings = defineRequest({
  subject: 'rpc.identity.settings.update.v1',
  summary: 'Change one’s own settings; a field that is given replaces what was kept',
  input: z.strictObject({
    preferred_ai_provider: storableName(100).nullable().optional(),
    default_content_type: storableName(50).nullable().optional(),
    ui_theme: storableName(50).optional(),
    language: z
      .string()
      .max(35)
      .regex(/^[A-Za-z]{2,8}(?:-[A-Za-z\d]{1,8})*$/, 'must be a language tag of BCP 47')
      .optional(),
    settings_json: object.optional().describe('At most 64 KiB as JSON'),
  }),
  output: settingsSchema,
  http: { method: 'PATCH', path: '/v1/me/settings', scope: 'account:write', rateClass: 'write' },
  example: { input: { ui_theme: 'dark' }, output: exampleSettings },
});
