import { z } from 'zod';
import { instant } from '../page.js';

const AUDIT_OPERATIONS = ['insert', 'update', 'delete', 'read', 'export'] as const;

/** A row of a service's audit log, opened. */
export const auditEntrySchema = z
  .object({
    id: z.uuid(),
    service: z.string().describe('Which service keeps it'),
    at: z.string().describe('When, to the microsecond'),
    table_name: z.string(),
    operation: z.enum(AUDIT_OPERATIONS).describe('read: a secret was opened; export: rows left as a file'),
    actor: z.string().describe('user:<id>, client:<id> or service:<name>'),
    user_id: z.uuid().nullable().describe('The person, also behind an API key'),
    correlation_id: z.string().describe('Id of the request'),
    address: z.string().nullable().describe('Where the request came from'),
    user_agent: z.string().nullable(),
    /** Columns before; null where there was no row. z.json() cannot carry this text: it is one component for all. */
    old_values: z.json(),
    /** Columns after; null where there is no row. */
    new_values: z.json(),
    is_readable: z.boolean().describe('false: what it says does not open; audit verify tells why'),
    seq: z.number().int().nullable().describe('Place in the chain of this company and service; null for about a second'),
    prev_hash: z.string().nullable().describe('Hash of the entry before it, hex'),
    hash: z.string().nullable().describe('HMAC of this entry and prev_hash, hex'),
  })
  .meta({ id: 'AuditEntry' });
/** An entry as it is answered. */
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** What chooses among the entries of a company. */
export const auditFilters = {
  table_name: z
    .string()
    .max(63)
    .regex(/^[a-z_]+$/, 'must be the name of a table')
    .optional(),
  operation: z.enum(AUDIT_OPERATIONS).optional(),
  user_id: z.uuid().optional(),
  correlation_id: z
    .string()
    .regex(/^[\w.:/+=@-]{1,128}$/, 'must be the id of a request')
    .optional(),
  from: instant.optional().describe('From this instant on'),
  to: instant.optional().describe('Before this instant'),
};

/** For the documents. */
export const exampleAuditEntry: AuditEntry = {
  id: '0192f0c1-7a00-7000-8000-000000000010',
  service: 'content',
  at: '2026-01-06T09:00:00.120000Z',
  table_name: 'content',
  operation: 'update',
  actor: 'user:0192f0c1-7a00-7000-8000-000000000002',
  user_id: '0192f0c1-7a00-7000-8000-000000000002',
  correlation_id: '0192f0c1-7a00-7000-8000-000000000009',
  address: '192.0.2.7',
  user_agent: 'Mozilla/5.0',
  old_values: { status: 'review' },
  new_values: { status: 'approved' },
  is_readable: true,
  seq: 42,
  prev_hash: '6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b',
  hash: 'd4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35',
};
