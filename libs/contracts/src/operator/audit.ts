import { z } from 'zod';
import { defineRequest, type ServiceName } from '../define.js';
import { operatorFace } from './operator-face.js';

const AUDIT_FAULTS = ['changed', 'reordered', 'removed', 'truncated', 'head-changed', 'key-lost'] as const;
/** What may be wrong with a chain of the audit log. */
export type AuditFault = (typeof AUDIT_FAULTS)[number];

const chainSchema = z.object({
  company_id: z.uuid(),
  rows: z.number().int().describe('Rows that were seen'),
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

const company = '0192f0c1-7a00-7000-8000-000000000001';
const hash = 'd4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35';

/** What the operator may ask about the audit log of `service`. */
export function auditRequests(service: ServiceName) {
  return {
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
          chains: [{ company_id: company, rows: 42, seq: 42, hash, is_erased: false }],
          findings: [],
          waiting: { rows: 0, oldest_seconds: 0 },
          next_cursor: null,
        },
      },
    }),
  };
}
