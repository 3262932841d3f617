import { z } from 'zod';
import { instant } from '../page.js';

/** Whom to write to when something is wrong with what the client does. */
export const contactEmail = z.email().max(255);

/** An API consumer of a company. It may hold several keys, which come and go while it stays. */
export const clientSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    contact_email: z.string().nullable(),
    created_by: z.uuid(),
    created_at: instant,
    updated_at: instant,
    deleted_at: instant.nullable(),
  })
  .meta({ id: 'Client' });
export type Client = z.infer<typeof clientSchema>;

export const exampleClient = {
  id: '0192f0c1-7a00-7000-8000-000000000009',
  name: 'website',
  contact_email: 'web@acme.example',
  created_by: '0192f0c1-7a00-7000-8000-000000000002',
  created_at: '2026-01-05T09:00:00.000Z',
  updated_at: '2026-01-05T09:00:00.000Z',
  deleted_at: null,
};
