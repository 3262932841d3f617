import { randomInt, randomUUID } from 'node:crypto';
import { type Load, type LoadRequest, sendOnce } from './load.js';
import type { PlanningIds } from './planning-rows.js';

const BASE = '/api/content-planning';
const PLAN = { user_id: 1, name: 'A plan', industry: 'Software', target_audience: { role: 'engineers' } };
const EVENT = { title: 'An event', content_type: 'blog_post', platform: 'website', scheduled_date: '2026-03-01T10:00:00+01:00' };

/** One load per planning route, by the names of their figures. */
export async function makePlanningLoads(url: string, authorization: string, ids: PlanningIds): Promise<Load[]> {
  const counts = new Map<string, number>();
  /** Another one each time. */
  const next = (name: string, of: readonly string[]) => {
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return of[count % of.length] ?? '';
  };
  const address = () => Array.from({ length: 4 }, () => randomInt(1, 255)).join('.');
  const load = (name: string, method: LoadRequest['method'], path: () => string, body?: object): Load => ({
    ...{ name, url, status: 200 },
    next: () => ({
      method,
      path: BASE + path(),
      headers: {
        ...{ authorization, 'x-forwarded-for': address() },
        ...(body && { 'content-type': 'application/json', ...(method === 'POST' && { 'idempotency-key': randomUUID() }) }),
      },
      ...(body && { body: JSON.stringify(body) }),
    }),
  });
  const report: Load = {
    ...{ name: 'campaign_report', url, status: 200 },
    next: () => ({ method: 'GET', path: `/v1/campaigns/${next('campaigns', ids.campaigns)}/report`, headers: { authorization } }),
  };
  const strategy = () => next('strategies', ids.strategies);
  const event = () => next('events', ids.events);
  const created = load('create_strategy', 'POST', () => '/strategies', PLAN);
  // Those that are deleted are made before the measurement: none is deleted twice.
  const spare: string[] = [];
  const doomed: Load = {
    ...load('delete_strategy', 'DELETE', () => `/strategies/${spare.pop()}`),
    prepare: async () => {
      while (spare.length < DELETES) spare.push((JSON.parse(await sendOnce(created)) as { id: string }).id);
    },
  };
  const planned = ids.events.slice(-DELETED_EVENTS);
  return [
    load('health', 'GET', () => '/health'),
    load('database_health', 'GET', () => '/database/health'),
    created,
    load('list_strategies', 'GET', () => `/strategies?user_id=${randomInt(10)}`),
    load('get_strategy', 'GET', () => `/strategies/${strategy()}`),
    load('update_strategy', 'PUT', () => `/strategies/${strategy()}`, { industry: 'Hardware' }),
    doomed,
    load('create_event', 'POST', () => '/calendar-events', { strategy_id: ids.strategies[0], ...EVENT }),
    load('list_events', 'GET', () => `/calendar-events?scheduled_date_from=2026-0${randomInt(1, 7)}-${randomInt(10, 28)}`),
    load('get_event', 'GET', () => `/calendar-events/${event()}`),
    load('update_event', 'PUT', () => `/calendar-events/${event()}`, { status: 'scheduled' }),
    load('delete_event', 'DELETE', () => `/calendar-events/${planned.pop()}`),
    load('strategy_events', 'GET', () => `/strategies/${strategy()}/events`),
    load('strategy_summary', 'GET', () => `/strategies/${strategy()}/summary`),
    load('strategy_analytics', 'GET', () => `/strategies/${strategy()}/analytics`),
    load('event_analytics', 'GET', () => `/calendar-events/${next('measured', ids.measured)}/analytics`),
    report,
  ];
}

/** Of one measurement. */
const DELETES = 1_100;
const DELETED_EVENTS = 20_000;
