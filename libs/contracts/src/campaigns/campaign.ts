import { z } from 'zod';
import { instant } from '../page.js';
import { boundedObject, storableName, storableObject, storableText } from '../text.js';
import { isPlannedYear, OUTSIDE_PLANNED_YEARS } from './planned-years.js';

export const CAMPAIGN_STATUSES = ['draft', 'active', 'paused', 'completed', 'cancelled'] as const;
export const campaignStatusSchema = z.enum(CAMPAIGN_STATUSES);
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

/** When the campaign completes by itself. */
export const endsAtSchema = instant.nullable().describe('The end of its last day in its time zone; null where it has none');

/** A day of the calendar. */
const day = z.iso.date().refine((text) => isPlannedYear(Number(text.slice(0, 4))), OUTSIDE_PLANNED_YEARS);

const ZONE_NAME = /^(?:UTC|GMT|[A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)+)$/i;

/**
 * Offsets such as +05:30 are none: they know no daylight saving, and Postgres counts them the other way round. Nor are short names such as IST
 * and EST, of which some are another zone in Postgres.
 */
const timeZone = z
  .string()
  .max(64)
  .refine((name) => ZONE_NAME.test(name) && isZone(name), 'must be the IANA name of a time zone, such as Europe/Berlin');

function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

/** US dollars and cents as the first designs have them, DECIMAL(10,2): no sign, no exponent, nothing to be rounded. */
const dollars = z
  .string()
  .regex(/^\d{1,8}(?:\.\d{1,2})?$/, 'must be US dollars without a sign, at most eight digits and two places, such as "1500" or "99.90"');

/** What people say of a campaign. */
export const campaignFields = {
  name: storableName(255),
  description: storableText(10_000).nullable(),
  objectives: z.array(storableName(500)).max(50),
  target_audience: boundedObject(16 * 1024).describe('At most 16 KiB as JSON'),
  budget_allocated: dollars.nullable().describe('Null: nothing bounds it'),
  start_date: day.nullable(),
  end_date: day.nullable().describe('Its last day; at its end the campaign completes by itself'),
  time_zone: timeZone.describe('In which its days begin and end'),
};

/** Whether its days stand in their order, as far as they are known. */
export function isInOrder({
  start_date,
  end_date,
}: {
  start_date?: string | null | undefined;
  end_date?: string | null | undefined;
}): boolean {
  return !start_date || !end_date || start_date <= end_date;
}

export const campaignSchema = z
  .object({
    id: z.uuid(),
    company_id: z.uuid(),
    user_id: z.uuid().describe('Who made it'),
    name: z.string(),
    description: z.string().nullable(),
    objectives: z.array(z.string()),
    target_audience: storableObject,
    budget_allocated: z.string().nullable().describe('US dollars'),
    budget_spent: z.string().describe('US dollars, to the last digit of what drafts cost'),
    budget_left: z.string().nullable().describe('Below zero where costs were paid that nobody could refuse any more'),
    start_date: z.string().nullable(),
    end_date: z.string().nullable(),
    time_zone: z.string(),
    ends_at: endsAtSchema,
    status: campaignStatusSchema,
    revision: z.number().int(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'Campaign' });
export type Campaign = z.infer<typeof campaignSchema>;

export const exampleCampaign: Campaign = {
  id: '0192f0c1-7a00-7000-8000-000000000040',
  company_id: '0192f0c1-7a00-7000-8000-000000000001',
  user_id: '0192f0c1-7a00-7000-8000-000000000002',
  name: 'Spring launch',
  description: null,
  objectives: ['a hundred sign-ups'],
  target_audience: { roles: ['gardeners'] },
  budget_allocated: '1500.00',
  budget_spent: '12.340000000000',
  budget_left: '1487.660000000000',
  start_date: '2026-01-05',
  end_date: '2026-01-31',
  time_zone: 'Europe/Berlin',
  ends_at: '2026-01-31T23:00:00.000Z',
  status: 'active',
  revision: 2,
  created_at: '2026-01-05T09:00:00.000Z',
  updated_at: '2026-01-05T09:00:00.000Z',
};
