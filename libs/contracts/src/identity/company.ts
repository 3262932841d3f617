import { z } from 'zod';
import { grantableLimitsSchema, rateLimitsSchema, TIERS } from '../access.js';
import { defineEvent, defineRequest } from '../define.js';
import { operatorFace } from '../operator/operator-face.js';
import { instant, pageInput, pageOf } from '../page.js';
import { boundedObject, storableName, storableObject } from '../text.js';

export const COMPANY_SIZES = ['startup', 'small', 'medium', 'large', 'enterprise'] as const;
const GUIDELINES_LIMIT_BYTES = 64 * 1024;
const DOMAIN = /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z][a-z\d-]*[a-z\d]$/;

const companyDetailSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    domain: z.string().nullable(),
    industry: z.string().nullable(),
    size: z.enum(COMPANY_SIZES).nullable(),
    brand_guidelines: storableObject,
    tier: z.enum(TIERS),
    api_limits: rateLimitsSchema.describe('Requests per minute by class of route, where they are not those of the tier'),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'CompanyDetail' });
export type CompanyDetail = z.infer<typeof companyDetailSchema>;

const example = {
  id: '0192f0c1-7a00-7000-8000-000000000001',
  name: 'Acme',
  domain: 'acme.example',
  industry: 'gardening',
  size: 'small' as const,
  brand_guidelines: { tone: 'friendly' },
  tier: 'pro' as const,
  api_limits: { ingest: 12_000 },
  created_at: '2026-01-05T09:00:00.000Z',
  updated_at: '2026-01-05T09:00:00.000Z',
};

/** What the operator needs to know of a company; what it makes is none of his business. */
const companyInBriefSchema = companyDetailSchema
  .omit({ brand_guidelines: true })
  .extend({ is_active: z.boolean(), users: z.number().int().describe('That are switched on') })
  .meta({ id: 'CompanyInBrief' });
export type CompanyInBrief = z.infer<typeof companyInBriefSchema>;

const { brand_guidelines: _, ...shown } = example;
const brief: CompanyInBrief = { ...shown, is_active: true, users: 3 };

export const GetCompany = defineRequest({
  subject: 'rpc.identity.company.get.v1',
  summary: 'Show the company',
  input: z.strictObject({}),
  output: companyDetailSchema,
  callers: ['generation'],
  http: { method: 'GET', path: '/v1/company', scope: 'account:read', rateClass: 'read' },
  example: { input: {}, output: example },
});

export const UpdateCompany = defineRequest({
  subject: 'rpc.identity.company.update.v1',
  summary: 'Change the company; a field that is given replaces what was kept',
  input: z.strictObject({
    name: storableName(255).optional(),
    domain: z.string().trim().toLowerCase().max(253).regex(DOMAIN, 'must be a domain name').nullable().optional(),
    industry: storableName(100).nullable().optional(),
    size: z.enum(COMPANY_SIZES).nullable().optional(),
    brand_guidelines: boundedObject(GUIDELINES_LIMIT_BYTES).optional().describe('At most 64 KiB as JSON'),
  }),
  output: companyDetailSchema,
  http: { method: 'PATCH', path: '/v1/company', scope: 'account:manage', rateClass: 'write' },
  example: { input: { industry: 'gardening' }, output: example },
});

export const GrantLimits = defineRequest({
  subject: 'rpc.identity.company.grant.v1',
  summary: 'Set the tier of a company, or limits of its own beside it; they hold at once',
  input: z.strictObject({
    company_id: z.uuid(),
    tier: z.enum(TIERS).optional(),
    api_limits: grantableLimitsSchema.optional().describe('Replaces those that are kept; {} goes back to those of the tier'),
  }),
  output: companyDetailSchema,
  errors: ['IDENTITY_COMPANY_NOT_FOUND'],
  http: operatorFace('PATCH', '/v1/operator/identity/companies/{company_id}'),
  example: { input: { company_id: example.id, tier: 'pro' }, output: example },
});

export const ListCompanies = defineRequest({
  subject: 'rpc.identity.company.list.v1',
  summary: 'List the companies of the platform, oldest first',
  input: z.strictObject({ ...pageInput }),
  output: pageOf(companyInBriefSchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: operatorFace('GET', '/v1/operator/identity/companies'),
  example: { input: {}, output: { items: [brief], next_cursor: null } },
});

export const ShowCompany = defineRequest({
  subject: 'rpc.identity.company.show.v1',
  summary: 'Show a company of the platform',
  input: z.strictObject({ company_id: z.uuid() }),
  output: companyInBriefSchema,
  errors: ['IDENTITY_COMPANY_NOT_FOUND'],
  http: operatorFace('GET', '/v1/operator/identity/companies/{company_id}'),
  example: { input: { company_id: example.id }, output: brief },
});

export const CompanyUpdated = defineEvent({
  subject: 'evt.identity.company.updated.v1',
  summary: 'A company changed its data, or got another tier or other limits',
  aggregate: 'company',
  data: z.object({ name: z.string(), tier: z.string() }),
  consumers: [],
  example: { name: 'Acme', tier: 'pro' },
});
