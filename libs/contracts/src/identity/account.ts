import { z } from 'zod';
import { roleSchema, TIERS } from '../access.js';
import { instant } from '../page.js';
import { isPlainlyWritten, looksLikeAnother, spellEmail } from './spelling.js';

const EMAIL = /^(?!\.)(?!.*\.\.)[\w'+.-]*[\w+-]@(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z][a-z\d-]*[a-z\d]$/;

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

/** An access token verifies without a look-up and lives ten minutes; the refresh token gets the next one, once, until the session expires. */
export const sessionSchema = z
  .object({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.number().int().describe('Seconds'),
    refresh_token: z.string(),
    session_id: z.uuid(),
    session_expires_at: instant,
  })
  .meta({ id: 'Session' });

export const accountSchema = z.object({ company: companySchema, user: userSchema });
/** An address in one spelling; only its domain may be written in other letters than Latin ones, and not so that it reads as another. */
export const email = z
  .string()
  .max(1000)
  .refine((text) => !looksLikeAnother(text), 'must not look like an address of another domain')
  .overwrite(spellEmail)
  .max(255)
  .regex(EMAIL, 'must be an e-mail address')
  .meta({ format: 'email' });

/** A name that people read on a screen, in one script and without anything unseen. */
export function personName(max: number) {
  return z
    .string()
    .max(max * 4)
    .overwrite((text) => text.normalize('NFKC').replace(/ +/g, ' '))
    .trim()
    .min(1)
    .max(max)
    .refine(isPlainlyWritten, 'must be written in one alphabet, without invisible characters');
}
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
export const exampleSession = {
  access_token: 'eyJhbGciOiJFZERTQSJ9.e30.c2ln',
  token_type: 'Bearer' as const,
  expires_in: 600,
  refresh_token: 'sc_refresh_ExampleExampleExampleExampleExampleExampleE_1CC3Jt',
  session_id: '0192f0c1-7a00-7000-8000-000000000005',
  session_expires_at: '2026-01-06T09:00:00.000Z',
};
