import { z } from 'zod';
import { defineRequest } from '../define.js';
import { oneOrMore } from '../list-query.js';
import { instant, pageInput, pageOf } from '../page.js';
import { storableName } from '../text.js';

export const TERM_KINDS = ['preferred', 'forbidden', 'neutral'] as const;

const termSchema = z
  .object({
    id: z.uuid(),
    term: z.string(),
    kind: z.enum(TERM_KINDS),
    replacement: z.string().nullable().describe('What to write instead'),
    note: z.string().nullable(),
    created_by: z.uuid(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'BrandTerm' });
export type BrandTerm = z.infer<typeof termSchema>;

const example = {
  id: '0192f0c1-7a00-7000-8000-00000000000b',
  term: 'cheap',
  kind: 'forbidden' as const,
  replacement: 'affordable',
  note: null,
  created_by: '0192f0c1-7a00-7000-8000-000000000002',
  created_at: '2026-01-05T09:00:00.000Z',
  updated_at: '2026-01-05T09:00:00.000Z',
};

/** In one spelling, and so short that a cursor can hold it. */
const termText = storableName(800)
  .overwrite((text) => text.normalize('NFKC'))
  .max(200)
  .regex(/^\P{Cc}*$/u, 'must hold no control characters');

const fields = {
  term: termText,
  kind: z.enum(TERM_KINDS),
  replacement: storableName(255).nullable().optional(),
  note: storableName(2_000).nullable().optional(),
};
const { term, kind, replacement, note } = fields;

export const AddTerm = defineRequest({
  subject: 'rpc.identity.brand-term.add.v1',
  summary: 'Add a term to the company’s brand vocabulary; the case of its letters makes no other term',
  input: z.strictObject(fields),
  output: termSchema,
  errors: ['IDENTITY_TERM_TAKEN'],
  http: { method: 'POST', path: '/v1/vocabulary', status: 201, scope: 'content:approve', rateClass: 'write' },
  example: { input: { term: 'cheap', kind: 'forbidden', replacement: 'affordable' }, output: example },
});

export const ListTerms = defineRequest({
  subject: 'rpc.identity.brand-term.list.v1',
  summary: 'List the brand vocabulary in the order of its terms',
  input: z.strictObject({ ...pageInput, kind: oneOrMore(z.enum(TERM_KINDS)) }),
  output: pageOf(termSchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  callers: ['generation'],
  http: { method: 'GET', path: '/v1/vocabulary', scope: 'content:read', rateClass: 'read' },
  example: { input: {}, output: { items: [example], next_cursor: null } },
});

export const UpdateTerm = defineRequest({
  subject: 'rpc.identity.brand-term.update.v1',
  summary: 'Change a term; a field that is given replaces what was kept',
  input: z.strictObject({ term_id: z.uuid(), term: term.optional(), kind: kind.optional(), replacement, note }),
  output: termSchema,
  errors: ['IDENTITY_TERM_NOT_FOUND', 'IDENTITY_TERM_TAKEN'],
  http: { method: 'PATCH', path: '/v1/vocabulary/{term_id}', scope: 'content:approve', rateClass: 'write' },
  example: { input: { term_id: example.id, replacement: 'affordable' }, output: example },
});

export const RemoveTerm = defineRequest({
  subject: 'rpc.identity.brand-term.remove.v1',
  summary: 'Take a term out of the brand vocabulary',
  input: z.strictObject({ term_id: z.uuid() }),
  output: termSchema,
  errors: ['IDENTITY_TERM_NOT_FOUND'],
  http: { method: 'DELETE', path: '/v1/vocabulary/{term_id}', scope: 'content:approve', rateClass: 'write' },
  example: { input: { term_id: example.id }, output: example },
});
