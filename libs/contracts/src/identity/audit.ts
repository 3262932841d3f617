import { z } from 'zod';
import { auditEntrySchema, auditFilters, exampleAuditEntry } from '../audit/audit-entry.js';
import { defineRequest } from '../define.js';
import { OPERATED_SERVICES } from '../operator/operator-requests.js';
import { pageInput, pageOf } from '../page.js';

const filters = { ...auditFilters, service: z.enum(OPERATED_SERVICES).optional().describe('Only what this service wrote down') };

export const ListAudit = defineRequest({
  subject: 'rpc.identity.audit.list.v1',
  summary: 'Who did what in the company, newest first',
  input: z.strictObject({ ...pageInput, ...filters }),
  output: pageOf(auditEntrySchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: { method: 'GET', path: '/v1/audit', scope: 'audit:read', rateClass: 'search' },
  example: { input: {}, output: { items: [exampleAuditEntry], next_cursor: null } },
});

export const ExportAudit = defineRequest({
  subject: 'rpc.identity.audit.export.v1',
  summary: 'The audit log as NDJSON, newest first; that it was exported is written down before the first line leaves',
  input: z.strictObject({ ...filters, cursor: z.string().max(1024).optional().describe('Of the download itself; nobody is given one') }),
  output: pageOf(auditEntrySchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: { method: 'GET', path: '/v1/audit/export', scope: 'audit:read', rateClass: 'search', kind: 'download' },
  example: { input: {}, output: { items: [exampleAuditEntry], next_cursor: null } },
});
