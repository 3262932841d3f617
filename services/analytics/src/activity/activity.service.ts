import { Injectable } from '@nestjs/common';
import {
  AppError,
  type CountActivity,
  type EventOf,
  type InputOf,
  type ListContentActivity,
  type OutputOf,
  type PostPublished,
  type PostScheduled,
  type PostStopped,
  type RequestContext,
} from '@smartcontent/contracts';
import { readPage, type Tx } from '@smartcontent/database';
import { ServiceConfig } from '@smartcontent/service';
import { requireRange } from '../time-range.js';
import { type ActivityLine, ActivityStore } from './activity.store.js';

export type PostEvent = EventOf<typeof PostScheduled> | EventOf<typeof PostPublished> | EventOf<typeof PostStopped>;

/** Single lines are counted, and a year of days has at most 3,300 sums. */
const MAX_DAYS = 366;
/** What a line keeps of its event: ids and states, so that it stays small and no text outlives the content it stood in. */
const DETAILS = new Set([
  'status',
  'from_status',
  'version_id',
  'post_id',
  'platform',
  'platform_account_id',
  'scheduled_time',
  'published_at',
  'error_code',
]);

/** The timeline of each content: a line for every event of it and of its posts. */
@Injectable()
export class ActivityService {
  #timeZones: Promise<ReadonlySet<string>> | null = null;

  constructor(
    private readonly store: ActivityStore,
    private readonly config: ServiceConfig,
  ) {}

  recordContents(events: readonly EventOf[], tx: Tx): Promise<void> {
    return this.#record(tx, events, (event) => event.aggregateId);
  }

  recordPosts(events: readonly PostEvent[], tx: Tx): Promise<void> {
    return this.#record(tx, events, (event) => event.data.content_id);
  }

  async list(input: InputOf<typeof ListContentActivity>, context: RequestContext): Promise<OutputOf<typeof ListContentActivity>> {
    const { content_id, limit, cursor } = input;
    const page = await readPage(
      { cursorKey: this.config.cursorKey, list: `activity of ${content_id.toLowerCase()}`, limit, cursor },
      (rows, after: [string, number] | null) => this.store.page(context, content_id, after, rows),
      (row) => [row.occurred_at, row.place],
    );
    return { ...page, items: page.items.map(({ place: _place, ...shown }) => shown) };
  }

  async count({ from, to, time_zone }: InputOf<typeof CountActivity>, context: RequestContext): Promise<OutputOf<typeof CountActivity>> {
    requireRange({ from, to }, MAX_DAYS);
    await this.#requireTimeZone(context, time_zone);
    return { items: await this.store.countByDay(context, from, to, time_zone) };
  }

  /** Postgres would also take abbreviations and rules; only a name of its own list is a zone here. The list is read once. */
  async #requireTimeZone(context: RequestContext, name: string): Promise<void> {
    this.#timeZones ??= this.store.timeZones(context).then((names) => new Set(names));
    this.#timeZones.catch(() => {
      this.#timeZones = null;
    });
    if (!(await this.#timeZones).has(name)) throw new AppError('ANALYTICS_TIME_ZONE_UNKNOWN', { data: { time_zone: name } });
  }

  #record<E extends EventOf>(tx: Tx, events: readonly E[], contentIdOf: (event: E) => string): Promise<void> {
    const lines = events.map((event) => lineOf(event, contentIdOf(event)));
    return this.store.insert(tx, lines);
  }
}

function lineOf(event: EventOf, contentId: string): ActivityLine {
  const data = event.data as Record<string, string>;
  return {
    company_id: event.companyId,
    content_id: contentId,
    event_id: event.id,
    // Of `evt.<owner>.<entity>.<past-tense>.v<n>`: what happened is the same in every version of its event.
    type: event.subject.split('.').slice(2, 4).join('.'),
    occurred_at: event.time,
    actor: event.actor,
    aggregate_id: event.aggregateId,
    aggregate_version: event.aggregateVersion,
    details: Object.fromEntries(Object.entries(data).filter(([name]) => DETAILS.has(name))),
  };
}
