import { Injectable } from '@nestjs/common';
import {
  AppError,
  type CalendarEvent,
  type CreateCalendarEvent,
  type DeleteCalendarEvent,
  type InputOf,
  type ListCalendarEvents,
  type ListStrategyEvents,
  type OutputOf,
  type RequestContext,
  type UpdateCalendarEvent,
  withoutUndefined,
} from '@smartcontent/contracts';
import { type Change, commitChange, commitChanges, Database, newId, type Tx } from '@smartcontent/database';
import { ServiceConfig } from '@smartcontent/service';
import { readBytePage } from '../byte-page.js';
import { CalendarStore, eventOf, type HeldEvent } from './calendar.store.js';

type Page = OutputOf<typeof ListCalendarEvents>;

const TABLE = 'calendar_events';
/** Of what is held in memory at once: whichever is reached first. */
const EVENTS_AT_ONCE = 1_000;
const BYTES_AT_ONCE = 4 * 1024 * 1024;

/** What stands in the calendars of the strategies. */
@Injectable()
export class Calendar {
  constructor(
    private readonly database: Database,
    private readonly store: CalendarStore,
    private readonly config: ServiceConfig,
  ) {}

  /** @throws AppError CAMPAIGNS_STRATEGY_NOT_FOUND, CAMPAIGNS_CAMPAIGN_NOT_FOUND */
  create(input: InputOf<typeof CreateCalendarEvent>, context: RequestContext): Promise<CalendarEvent> {
    const { company_id: companyId } = context.actor;
    if (!companyId) throw new AppError('PLATFORM_ACTOR_REFUSED');
    return this.database.withTenant(context, async (tx) => {
      const after = await this.store.insert(tx, companyId, { id: newId(), ...input });
      if (!after) throw await this.#whatIsMissing(tx, input);
      await commitChange(tx, { event: null, audit: { table: TABLE, operation: 'insert', after } });
      return after;
    });
  }

  /** Before the campaign is deleted: its events stay, as another version of themselves. */
  async leaveCampaign(tx: Tx, campaignId: string): Promise<void> {
    for (const ids of inPieces(await this.store.lockOfCampaign(tx, campaignId))) {
      const left = await this.store.leaveCampaign(tx, ids);
      const change = (values: (typeof left)[number]): Change => ({ event: null, audit: { table: TABLE, operation: 'update', ...values } });
      await commitChanges(tx, left.map(change));
    }
  }

  /**
   * Before the strategy is deleted, whose row is locked: nothing is put into its calendar meanwhile.
   * @returns how many there were
   */
  async deleteOfStrategy(tx: Tx, strategyId: string): Promise<number> {
    const events = await this.store.lockOfStrategy(tx, strategyId);
    for (const ids of inPieces(events)) {
      const gone = await this.store.deleteMany(tx, ids);
      const change = (before: CalendarEvent): Change => ({ event: null, audit: { table: TABLE, operation: 'delete', before } });
      await commitChanges(tx, gone.map(change));
    }
    return events.length;
  }

  list({ limit, cursor, ...filters }: InputOf<typeof ListCalendarEvents>, context: RequestContext): Promise<Page> {
    return readBytePage(
      { cursorKey: this.config.cursorKey, list: `calendar-events:${JSON.stringify(filters)}`, limit, cursor },
      (rows, after) => this.store.page(context, filters, after, rows),
      { place: ({ scheduled_date, id }) => [scheduled_date, id], shown: eventOf },
    );
  }

  /** @throws AppError CAMPAIGNS_STRATEGY_NOT_FOUND */
  async listOfStrategy(input: InputOf<typeof ListStrategyEvents>, context: RequestContext): Promise<Page> {
    const page = await this.list(input, context);
    if (page.items.length === 0 && !(await this.store.hasStrategy(context, input.strategy_id)))
      throw new AppError('CAMPAIGNS_STRATEGY_NOT_FOUND');
    return page;
  }

  /** @throws AppError CAMPAIGNS_EVENT_NOT_FOUND */
  async get(eventId: string, context: RequestContext): Promise<CalendarEvent> {
    const event = await this.store.get(context, eventId);
    if (!event) throw new AppError('CAMPAIGNS_EVENT_NOT_FOUND');
    return event;
  }

  /** @throws AppError CAMPAIGNS_EVENT_NOT_FOUND, CAMPAIGNS_STRATEGY_NOT_FOUND, CAMPAIGNS_CAMPAIGN_NOT_FOUND */
  update({ event_id, ...given }: InputOf<typeof UpdateCalendarEvent>, context: RequestContext): Promise<CalendarEvent> {
    return this.database.withTenant(context, async (tx) => {
      const [, before] = await Promise.all([this.store.holdParents(tx, event_id, given), this.store.lock(tx, event_id)]);
      if (!before) throw new AppError('CAMPAIGNS_EVENT_NOT_FOUND');
      const changed = withoutUndefined(given);
      tx.noteBefore(before);
      if (Object.keys(changed).length === 0) return before;
      const wanted = { ...before, ...changed };
      const after = await this.store.update(tx, wanted);
      if (!after) throw await this.#whatIsMissing(tx, wanted);
      await commitChange(tx, { event: null, audit: { table: TABLE, operation: 'update', before, after } });
      return after;
    });
  }

  /** @throws AppError CAMPAIGNS_EVENT_NOT_FOUND */
  delete(eventId: string, context: RequestContext): Promise<OutputOf<typeof DeleteCalendarEvent>> {
    return this.database.withTenant(context, async (tx) => {
      const before = await this.store.lock(tx, eventId);
      if (!before) throw new AppError('CAMPAIGNS_EVENT_NOT_FOUND');
      await this.store.delete(tx, eventId);
      await commitChange(tx, { event: null, audit: { table: TABLE, operation: 'delete', before } });
      return { message: `Calendar event ${eventId} was deleted` };
    });
  }

  async #whatIsMissing(tx: Tx, { strategy_id }: Pick<CalendarEvent, 'strategy_id'>): Promise<AppError> {
    const hasStrategy = await this.store.holdStrategy(tx, strategy_id);
    return new AppError(hasStrategy ? 'CAMPAIGNS_CAMPAIGN_NOT_FOUND' : 'CAMPAIGNS_STRATEGY_NOT_FOUND');
  }
}

/** Ids of so many events that their rows, before and after, are a few megabytes. */
function* inPieces(events: readonly HeldEvent[]): Generator<string[]> {
  let [ids, bytes]: [string[], number] = [[], 0];
  for (const { id, size_bytes } of events) {
    ids.push(id);
    bytes += size_bytes;
    if (ids.length < EVENTS_AT_ONCE && bytes < BYTES_AT_ONCE) continue;
    yield ids;
    [ids, bytes] = [[], 0];
  }
  if (ids.length > 0) yield ids;
}
