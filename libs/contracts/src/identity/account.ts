import { z } from 'zod';
import { roleSchema, TIERS } from '../access.js';
import { instant } from '../page.js';

const companySchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    tier: z.enum(TIERS),
    created_at: instant,
  })
  .meta({ id: 'Company' });

const userSchema = z
  .object({
    id: z.uuid(),
    company_id: z.uuid(),
    email: z.string(),
    username: z.string(),
    role: roleSchema,
    created_at: instant,
  })
  .meta({ id: 'User' });

/** An access token verifies without a look-up and lives ten minutes. */
export const sessionSchema = z
  .object({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.number().int().describe('Seconds'),
  })
  .meta({ id: 'Session' });

export const accountSchema = z.object({ company: companySchema, user: userSchema });
export const email = z.email().max(255).toLowerCase();
export const password = z.string().min(10).max(200);

export const exampleAccount = {
  company: { id: '0192f0c1-7a00-7000-8000-000000000001', name: 'Acme', tier: 'free' as const, created_at: '2026-01-05T09:00:00.000Z' },
  user: {
    id: '0192f0c1-7a00-7000-8000-000000000002',
    company_id: '0192f0c1-7a00-7000-8000-000000000001',
    email: 'ada@acme.example',
    username: 'ada',
    role: 'admin' as const,
    created_at: '2026-01-05T09:00:00.000Z',
  },
};
export const exampleSession = { access_token: 'eyJhbGciOiJFZERTQSJ9.e30.c2ln', token_type: 'Bearer' as const, expires_in: 600 };
