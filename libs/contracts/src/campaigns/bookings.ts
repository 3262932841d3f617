import { z } from 'zod';
import { defineRequest } from '../define.js';
import { instant, pageInput, pageOf } from '../page.js';
import { storableText } from '../text.js';
import { exampleCampaign } from './campaign.js';

export const BOOKING_KINDS = ['booking', 'refund'] as const;
const kind = z.enum(BOOKING_KINDS).describe('A refund gives back all or a part of one booking, and never more');

/** Beyond two places too: what drafts cost is known to a million millionth. */
const amount = z
  .string()
  .regex(/^\d{1,8}(?:\.\d{1,12})?$/, 'must be US dollars without a sign, at most eight digits and twelve places, such as "250" or "0.0042"')
  .refine((text) => /[1-9]/.test(text), 'must be more than nothing');

export const bookingSchema = z
  .object({
    id: z.uuid(),
    campaign_id: z.uuid(),
    kind,
    source: z.enum(['person', 'drafts']).describe('drafts: what a run of a model cost, as generation booked it'),
    amount_usd: z.string(),
    booking_id: z.uuid().nullable().describe('Of a refund: what it gives back of'),
    is_waiting: z.boolean().describe('Of a refund: its booking is not known yet; it counts as soon as it is'),
    unpriced_calls: z.number().int().describe('Calls of the run whose cost nobody knows'),
    note: z.string().nullable(),
    created_by: z.uuid().nullable(),
    created_at: instant,
  })
  .meta({ id: 'Booking' });
export type Booking = z.infer<typeof bookingSchema>;

const example: Booking = {
  id: '0192f0c1-7a00-7000-8000-000000000041',
  campaign_id: exampleCampaign.id,
  kind: 'booking',
  source: 'person',
  amount_usd: '250.000000000000',
  booking_id: null,
  is_waiting: false,
  unpriced_calls: 0,
  note: 'photographs',
  created_by: exampleCampaign.user_id,
  created_at: '2026-01-05T09:00:00.000Z',
};
const path = '/v1/campaigns/{campaign_id}/bookings';

export const BookSpending = defineRequest({
  subject: 'rpc.campaigns.booking.create.v1',
  summary:
    'Book what a campaign cost, or a refund of it; nothing above what is left. An id of your own makes a repeat harmless, in any order',
  input: z
    .strictObject({
      campaign_id: z.uuid(),
      id: z.uuid().optional().describe('Of your own choice; the same one is booked once'),
      kind,
      amount_usd: amount,
      booking_id: z
        .uuid()
        .nullable()
        .default(null)
        .describe('Of a refund: the booking of a person, which may come later; more than that booking does not come back'),
      note: storableText(500).nullable().default(null),
    })
    .refine((input) => (input.kind === 'refund') === (input.booking_id !== null), {
      path: ['booking_id'],
      message: 'must be given for a refund, and only there',
    }),
  output: bookingSchema,
  errors: ['CAMPAIGNS_CAMPAIGN_NOT_FOUND', 'CAMPAIGNS_BUDGET_EXCEEDED', 'CAMPAIGNS_BOOKING_TAKEN'],
  http: { method: 'POST', path, status: 201, scope: 'campaign:write', rateClass: 'write' },
  example: {
    input: { campaign_id: exampleCampaign.id, kind: 'booking', amount_usd: '250', note: 'photographs' },
    output: example,
  },
});

export const ListBookings = defineRequest({
  subject: 'rpc.campaigns.booking.list.v1',
  summary: 'What was booked on a campaign, newest first',
  input: z.strictObject({ campaign_id: z.uuid(), ...pageInput }),
  output: pageOf(bookingSchema),
  errors: ['CAMPAIGNS_CAMPAIGN_NOT_FOUND', 'PLATFORM_CURSOR_INVALID'],
  http: { method: 'GET', path, scope: 'planning:read', rateClass: 'read' },
  example: { input: { campaign_id: exampleCampaign.id }, output: { items: [example], next_cursor: null } },
});
