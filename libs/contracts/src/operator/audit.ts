import { z } from 'zod';
import { defineRequest, type ServiceName } from '../define.js';
import { pageInput } from '../page.js';
import { operatorFace } from './operator-face.js';

const AUDIT_FAULTS = ['changed', 'reordered', 'removed', 'truncated', 'head-changed', 'key-lost'] as const;
/** What may be wrong with a chain of the audit log. */
export type AuditFault = (typeof AUDIT_FAULTS)[number];

const chainSchema = z.object({
  company_id: z.uuid(),
  rows: z.number().int().describe('Rows that were seen'),
  emptied: z
    .number()
    .int()
    .describe('Those of them that say nothing any more, since a person was erased; that they were there is verified'),
  seq: z.number().int().describe('Place of the last one'),
  hash: z.string().describe('Its hash, hex: keep it elsewhere'),
  is_erased: z.boolean().describe('The company was erased and its key destroyed: there is nothing to verify any more'),
});
const findingSchema = z.object({
  company_id: z.uuid(),
  fault: z
    .enum(AUDIT_FAULTS)
    .describe(
      'changed: a row does not fit its hash; reordered: the row before it is not the one that was; removed: rows are missing before it; ' +
        'truncated: rows are missing at the end; head-changed: the record of where the chain ends is not its end; key-lost: nothing of the chain can be verified',
    ),
  seq: z.number().int().describe('Place of the row, or of the first one that is missing'),
  row_id: z.uuid().nullable(),
});

const ddlLineSchema = z
  .object({
    id: z.number().int(),
    at: z.string().describe('When, to the microsecond'),
    role: z.string().describe('Whose rights were used'),
    session_role: z.string().describe('Who had logged in'),
    application_name: z.string(),
    address: z.string().nullable().describe('null: through a local socket'),
    command: z.string(),
    object_type: z.string(),
    object: z.string(),
    statement: z.string().nullable().describe('Its first 10,000 characters'),
  })
  .meta({ id: 'DdlLine' });
/** One change of a service's tables. */
export type DdlLine = z.infer<typeof ddlLineSchema>;
const ddlLine: DdlLine = {
  id: 7,
  at: '2026-01-06T09:00:00.120000Z',
  role: 'content_owner',
  session_role: 'postgres',
  application_name: 'content-migrate',
  address: '127.0.0.1',
  command: 'ALTER TABLE',
  object_type: 'table',
  object: 'content.content',
  statement: 'ALTER TABLE content.content ADD COLUMN note text',
};

const company = '0192f0c1-7a00-7000-8000-000000000001';
const hash = 'd4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35';

/** What the operator may ask about the audit log of `service`. */
export function auditRequests(service: ServiceName) {
  return {
    ListDdlLog: defineRequest({
      subject: `rpc.${service}.ddl-log.list.v1`,
      summary: `Who changed the tables of ${service}, when and in which words, newest first`,
      input: z.strictObject({ ...pageInput }),
      output: z.object({
        items: z.array(ddlLineSchema),
        is_kept: z.boolean().describe('false: the administrator of this Postgres is no superuser, so nothing is written down'),
        next_cursor: z.string().nullable(),
      }),
      errors: ['PLATFORM_CURSOR_INVALID'],
      http: operatorFace('GET', `/v1/operator/${service}/ddl-log`),
      example: { input: {}, output: { items: [ddlLine], is_kept: true, next_cursor: null } },
    }),
    VerifyAudit: defineRequest({
      subject: `rpc.${service}.audit.verify.v1`,
      summary: `Walk the chains of the audit log of ${service} and name every row that was changed, removed or reordered, a piece at a time`,
      input: z.strictObject({
        company_id: z.uuid().optional(),
        cursor: z.string().max(1024).optional().describe('next_cursor of the piece before'),
      }),
      output: z.object({
        checked: z.number().int().describe('Rows of this piece'),
        chains: z.array(chainSchema).describe('Chains that were walked to their end in it'),
        findings: z.array(findingSchema),
        waiting: z.object({
          rows: z.number().int().describe('Rows of all companies that have no place in their chain yet'),
          oldest_seconds: z.number().describe('Age of the oldest; more than a few say that the job stands still'),
        }),
        next_cursor: z.string().nullable(),
      }),
      errors: ['PLATFORM_CURSOR_INVALID'],
      http: operatorFace('GET', `/v1/operator/${service}/audit/verification`),
      example: {
        input: {},
        output: {
          checked: 42,
          chains: [{ company_id: company, rows: 42, emptied: 0, seq: 42, hash, is_erased: false }],
          findings: [],
          waiting: { rows: 0, oldest_seconds: 0 },
          next_cursor: null,
        },
      },
    }),
  };
}
