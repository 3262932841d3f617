import { z } from 'zod';
import { defineRequest, type ServiceName } from '../define.js';
import { OPERATED_SERVICES, type OperatedService } from '../operator/operator-requests.js';
import { auditEntrySchema, auditFilters, exampleAuditEntry } from './audit-entry.js';

type Part = Exclude<OperatedService, 'identity'>;

/** Each service's part of its company's audit log; identity, which asks for them, adds its own. */
export const AUDIT_PAGES = Object.fromEntries(
  OPERATED_SERVICES.filter((service) => service !== 'identity').map((service) => [service, pageOfService(service)]),
) as Record<Part, ReturnType<typeof pageOfService>>;

function pageOfService(service: ServiceName) {
  return defineRequest({
    subject: `rpc.${service}.audit.page.v1`,
    summary: `What ${service} wrote down of the caller's company, newest first`,
    input: z.strictObject({
      ...auditFilters,
      limit: z.number().int().min(1).max(100),
      before: z.uuid().nullable().describe('Id of the last entry of the page before'),
    }),
    output: z.object({
      items: z.array(auditEntrySchema),
      has_more: z.boolean().describe('Also where the page was cut short by its size'),
    }),
    callers: ['identity'],
    example: { input: { limit: 20, before: null }, output: { items: [{ ...exampleAuditEntry, service }], has_more: false } },
  });
}
