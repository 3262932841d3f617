import {
  CreateCalendarEvent,
  CreateStrategy,
  DeleteCalendarEvent,
  DeleteStrategy,
  GetCalendarEvent,
  GetCalendarEventAnalytics,
  GetPlanningDatabaseHealth,
  GetPlanningHealth,
  GetStrategy,
  GetStrategyAnalytics,
  GetStrategySummary,
  ListCalendarEvents,
  ListStrategies,
  ListStrategyEvents,
  UpdateCalendarEvent,
  UpdateStrategy,
} from '@smartcontent/contracts';
import { newPlan } from '../new-plan.js';
import { plain, type Recipe, recipe } from './recipe.js';

const EVENT = { content_type: 'blog_post', platform: 'website', scheduled_date: '2026-03-01' };

/** What is planned, and when. */
export const PLANS: readonly Recipe[] = [
  recipe(CreateStrategy, ({ a }) => ({ input: { user_id: a.text('planner'), name: a.text('strategy') } })),
  plain(ListStrategies),
  recipe(GetStrategy, ({ has }) => ({ input: { strategy_id: has.strategy_id } })),
  recipe(UpdateStrategy, ({ a, has }) => ({ input: { strategy_id: has.strategy_id, name: a.text('strategy') } })),
  recipe(DeleteStrategy, async ({ a }) => ({ input: { strategy_id: (await newPlan(a)).strategy_id, with_events: 'true' } })),
  recipe(CreateCalendarEvent, ({ a, has }) => ({ input: { strategy_id: has.strategy_id, title: a.text('event'), ...EVENT } })),
  plain(ListCalendarEvents),
  recipe(ListStrategyEvents, ({ has }) => ({ input: { strategy_id: has.strategy_id } })),
  recipe(GetCalendarEvent, ({ has }) => ({ input: { event_id: has.calendar_event_id } })),
  recipe(UpdateCalendarEvent, ({ a, has }) => ({ input: { event_id: has.calendar_event_id, title: a.text('event') } })),
  recipe(DeleteCalendarEvent, async ({ a }) => ({ input: { event_id: (await newPlan(a)).calendar_event_id } })),
  recipe(GetStrategySummary, ({ has }) => ({ input: { strategy_id: has.strategy_id } })),
  recipe(GetStrategyAnalytics, ({ has }) => ({ input: { strategy_id: has.strategy_id } })),
  recipe(GetCalendarEventAnalytics, ({ has }) => ({ input: { event_id: has.calendar_event_id } })),
  plain(GetPlanningHealth),
  plain(GetPlanningDatabaseHealth),
];
