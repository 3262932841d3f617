import { CreateCalendarEvent, CreateStrategy } from '@smartcontent/contracts';
import type { Company } from './company.js';

/** A strategy of the company with one event in its calendar. */
export async function newPlan(company: Company): Promise<{ readonly strategy_id: string; readonly calendar_event_id: string }> {
  const plan = { user_id: company.text('planner'), name: company.text('strategy'), target_audience: { role: company.text('audience') } };
  const { id: strategy_id } = await company.call(CreateStrategy, plan);
  const planned = {
    strategy_id,
    title: company.text('event'),
    content_type: 'blog_post',
    platform: 'website',
    scheduled_date: '2026-03-01',
  };
  return { strategy_id, calendar_event_id: (await company.call(CreateCalendarEvent, planned)).id };
}
