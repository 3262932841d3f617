import { z } from 'zod';
import { defineEvent } from '../define.js';

export const CompanyCreated = defineEvent({
  subject: 'evt.identity.company.created.v1',
  summary: 'A company signed up',
  aggregate: 'company',
  data: z.object({ name: z.string(), admin_user_id: z.uuid() }),
  consumers: [],
  example: { name: 'Acme', admin_user_id: '0192f0c1-7a00-7000-8000-000000000002' },
});

export const ApiKeyCreated = defineEvent({
  subject: 'evt.identity.api-key.created.v1',
  summary: 'An API key was made',
  aggregate: 'api-key',
  data: z.object({ name: z.string(), scopes: z.array(z.string()) }),
  consumers: [],
  example: { name: 'website', scopes: ['events:write'] },
});

export const ApiKeyRotated = defineEvent({
  subject: 'evt.identity.api-key.rotated.v1',
  summary: 'An API key was replaced by a new one and ends soon',
  aggregate: 'api-key',
  data: z.object({ name: z.string(), replaced_by: z.uuid(), expires_at: z.string() }),
  consumers: [],
  example: { name: 'website', replaced_by: '0192f0c1-7a00-7000-8000-00000000000a', expires_at: '2026-04-06T09:00:00.000Z' },
});

export const ApiKeyRevoked = defineEvent({
  subject: 'evt.identity.api-key.revoked.v1',
  summary: 'An API key was revoked',
  aggregate: 'api-key',
  data: z.object({ name: z.string() }),
  consumers: [],
  example: { name: 'website' },
});
