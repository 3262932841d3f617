import { type CallOf, CreateCalendarEvent, CreateStrategy } from '@smartcontent/contracts';
import type { Caller, Stack } from '@smartcontent/testing';
import { expect } from 'vitest';

export const POST = { title: 'Why we wrote it again', content_type: 'blog_post', platform: 'website', scheduled_date: '2026-03-01' };

/** A strategy, by default of label 1. */
export const plan = (caller: Caller, fields: Partial<CallOf<typeof CreateStrategy>> = {}) =>
  caller.call(CreateStrategy, { user_id: 1, name: 'Spring launch', ...fields });

/** An event of a strategy. */
export const put = (caller: Caller, strategy_id: string, fields: Partial<CallOf<typeof CreateCalendarEvent>> = {}) =>
  caller.call(CreateCalendarEvent, { strategy_id, ...POST, ...fields });

export const coded = (code: string) => expect.objectContaining({ code });
export const NO_STRATEGY = coded('CAMPAIGNS_STRATEGY_NOT_FOUND');

/** Many rows at once, as the calendar of a busy company has them. */
export async function fill(stack: Stack, { companyId }: Caller, strategyId: string, count: number, bytes = 10): Promise<void> {
  await stack.query(
    `INSERT INTO campaigns.calendar_events
       (company_id, id, strategy_id, title, description, content_type, platform, scheduled_date, status, ai_recommendations, size_bytes)
     SELECT $1, uuidv7(), $2, 'Event ' || n, repeat('x', $4), 'blog_post', 'website', '2026-05-01T00:00Z'::timestamptz + n * interval '4 minutes',
            'draft', '{}', $4 + 400 FROM generate_series(0, $3 - 1) AS n`,
    [companyId, strategyId, count, bytes],
  );
}
