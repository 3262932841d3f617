import { z } from 'zod';
import { defineRequest } from '../define.js';
import { pageInput, pageOf } from '../page.js';
import { storableName } from '../text.js';
import { clientSchema, contactEmail, exampleClient } from './client.js';

export const ListClients = defineRequest({
  subject: 'rpc.identity.client.list.v1',
  summary: 'List API clients, newest first',
  input: z.strictObject({ ...pageInput }),
  output: pageOf(clientSchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: { method: 'GET', path: '/v1/clients', scope: 'account:manage', rateClass: 'read' },
  example: { input: {}, output: { items: [exampleClient], next_cursor: null } },
});

export const GetClient = defineRequest({
  subject: 'rpc.identity.client.get.v1',
  summary: 'One API client',
  input: z.strictObject({ client_id: z.uuid() }),
  output: clientSchema,
  errors: ['IDENTITY_CLIENT_NOT_FOUND'],
  http: { method: 'GET', path: '/v1/clients/{client_id}', scope: 'account:manage', rateClass: 'read' },
  example: { input: { client_id: exampleClient.id }, output: exampleClient },
});

export const UpdateClient = defineRequest({
  subject: 'rpc.identity.client.update.v1',
  summary: 'Rename an API client, or tell whom to write to about it',
  input: z.strictObject({
    client_id: z.uuid(),
    name: storableName(255).optional(),
    contact_email: contactEmail.nullable().optional(),
  }),
  output: clientSchema,
  errors: ['IDENTITY_CLIENT_NOT_FOUND'],
  http: { method: 'PATCH', path: '/v1/clients/{client_id}', scope: 'account:manage', rateClass: 'write' },
  example: { input: { client_id: exampleClient.id, name: 'shop' }, output: { ...exampleClient, name: 'shop' } },
});

export const DeleteClient = defineRequest({
  subject: 'rpc.identity.client.delete.v1',
  summary: 'Delete an API client; its keys are revoked at once',
  input: z.strictObject({ client_id: z.uuid() }),
  output: clientSchema,
  errors: ['IDENTITY_CLIENT_NOT_FOUND'],
  http: { method: 'DELETE', path: '/v1/clients/{client_id}', scope: 'account:manage', rateClass: 'write' },
  example: { input: { client_id: exampleClient.id }, output: { ...exampleClient, deleted_at: '2026-02-01T12:00:00.000Z' } },
});
