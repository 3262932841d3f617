import { z } from 'zod';
import type { HttpFace } from '../define.js';
import { UNKNOWN_TO_POSTGRES } from '../page.js';
import { storableText } from '../text.js';
import { isPlannedYear, OUTSIDE_PLANNED_YEARS } from './planned-years.js';

/** Where the planning API stands; its success is always 200, its 404 and 422 are `{"detail": …}`. */
const PLANNING_PATH = '/api/content-planning';

type PlanningPath = `${typeof PLANNING_PATH}/${string}`;

/** The face of one planning route: reads are for viewers, writes for users and up. */
export function planningFace<M extends 'GET' | 'POST' | 'PUT' | 'DELETE'>(
  method: M,
  path: string,
): Pick<HttpFace, 'method' | 'path' | 'scope' | 'rateClass' | 'errors'> {
  const isRead = method === 'GET';
  const scope = isRead ? ('planning:read' as const) : ('planning:write' as const);
  return { method, path: `${PLANNING_PATH}/${path}` as PlanningPath, scope, rateClass: isRead ? 'read' : 'write', errors: 'detail' };
}

/** The same for a list, whose body is an array. */
export function planningList(path: string) {
  return { ...planningFace('GET', path), lists: 'array' as const };
}

/** What a union says that takes none of its kinds: of itself it says no more than that. */
export function expecting(what: string) {
  return { error: ({ input }: { readonly input?: unknown }) => (input === undefined ? `is required: ${what}` : `must be ${what}`) };
}

/** Whoever plans, as the caller calls him: a label of the caller's own. Its type is kept; 1 and "1" are the same label. */
export const labelSchema = z
  .union([z.int(), storableText(255).min(1)], expecting('a whole number or a text'))
  .describe('The caller’s own label of whoever plans, a number or a text; it is answered as it was given');

/** A planning list may have long pages; they also end at what one message carries. */
export const planningPage = {
  limit: z.coerce.number().int().min(1).max(1_000).default(50).describe('Items per page at most'),
  cursor: z.string().max(1024).optional().describe('From the Link header of the page before'),
};

const PLANNED = /^([\d-]+)(?:T(\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** Without a zone it is UTC, and a date alone its midnight; what is answered is in UTC. */
export const plannedInstant = z
  .union(
    [z.iso.datetime({ offset: true, local: true }), z.iso.datetime({ offset: true, precision: -1 }), z.iso.date()],
    expecting('a date, or a date and time with or without its offset'),
  )
  .describe('An instant with its offset or, without one, in UTC; or a date alone, which is its midnight in UTC')
  .transform(withZone)
  .refine((text) => !UNKNOWN_TO_POSTGRES.test(text) && isPlannedYear(new Date(text).getUTCFullYear()), OUTSIDE_PLANNED_YEARS);

/** In one form, which is taken again as it is: the edge reads an input, and so does the service behind it. */
function withZone(text: string): string {
  const [, date = '', time = '00:00', seconds = ':00', zone = 'Z'] = PLANNED.exec(text) ?? [];
  return `${date}T${time}${seconds}${zone}`;
}
