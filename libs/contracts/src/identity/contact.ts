import { z } from 'zod';
import { defineRequest } from '../define.js';
import { storableText } from '../text.js';

const phone = z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be a number with its country, such as +493012345678 (E.164)');

const contactSchema = z
  .object({
    phone: z.string().nullable(),
    postal_address: z.string().nullable(),
  })
  .meta({ id: 'Contact' });
export type Contact = z.infer<typeof contactSchema>;

const example: Contact = { phone: '+493012345678', postal_address: '12 Garden Street\n10115 Berlin' };

export const GetContact = defineRequest({
  subject: 'rpc.identity.contact.get.v1',
  summary: 'Show one’s own contact details',
  input: z.strictObject({}),
  output: contactSchema,
  http: { method: 'GET', path: '/v1/me/contact', scope: 'account:read', callers: 'person', rateClass: 'read' },
  example: { input: {}, output: example },
});

export const UpdateContact = defineRequest({
  subject: 'rpc.identity.contact.update.v1',
  summary: 'Change one’s own contact details, which are kept encrypted; null takes one away',
  input: z.strictObject({ phone: phone.nullable().optional(), postal_address: storableText(500).nullable().optional() }),
  output: contactSchema,
  http: { method: 'PATCH', path: '/v1/me/contact', scope: 'account:write', callers: 'person', rateClass: 'write' },
  example: { input: { phone: '+493012345678' }, output: example },
});

export const GetUserContact = defineRequest({
  subject: 'rpc.identity.contact.get-of-user.v1',
  summary: 'Show a user’s contact details; that they were looked at is written into the audit log',
  input: z.strictObject({ user_id: z.uuid() }),
  output: contactSchema,
  errors: ['IDENTITY_USER_NOT_FOUND'],
  http: { method: 'GET', path: '/v1/users/{user_id}/contact', scope: 'account:manage', callers: 'person', rateClass: 'read' },
  example: { input: { user_id: '0192f0c1-7a00-7000-8000-000000000002' }, output: example },
});
