import { type CallOf, CreateCalendarEvent, CreateStrategy } from '@smartcontent/contracts';
import type { Caller } from '@smartcontent/testing';

export const POST = { title: 'Why we wrote it again', content_type: 'blog_post', platform: 'website', scheduled_date: '2026-03-01' };

/** A strategy, by default of label 1. */
export const plan = (caller: Caller, fields: Partial<CallOf<typeof CreateStrategy>> = {}) =>
  caller.call(CreateStrategy, { user_id: 1, name: 'Spring launch', ...fields });

/** An event of a strategy. */
export const put = (caller: Caller, strategy_id: string, fields: Partial<CallOf<typeof CreateCalendarEvent>> = {}) =>
  caller.call(CreateCalendarEvent, { strategy_id, ...POST, ...fields });
