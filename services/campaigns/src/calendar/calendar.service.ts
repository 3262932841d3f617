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
} from '@smartcontent/contracts';
import { type Change, commitChange, commitChanges, Database, newId, type Tx } from '@smartcontent/database';
import { ServiceConfig } from '@smartcontent/service';
import { readBytePage } from '../byte-page.js';
import { CalendarStore, eventOf } from './calendar.store.js';

type Page = OutputOf<typeof ListCalendarEvents>;

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
      await commitChange(tx, { event: null, audit: { table: 'calendar_events', operation: 'insert', after } });
      return after;
    });
  }

  /** Before the campaign is deleted: its events stay, as another version of themselves. */
  async leaveCampaign(tx: Tx, campaignId: string): Promise<void> {
    const leave = async () => (await this.store.leaveCampaign(tx, campaignId)).map((row) => leftOf(row, campaignId));
    for (let left = await leave(); left.length > 0; left = await leave()) await commitChanges(tx, left);
  }

  /**
   * Before the strategy is deleted, whose row is locked.
   * @returns how many there were
   */
  async deleteOfStrategy(tx: Tx, strategyId: string): Promise<number> {
    let count = 0;
    const remove = () => this.store.deleteSome(tx, strategyId);
    for (let gone = await remove(); gone.length > 0; gone = await remove()) {
      await commitChanges(
        tx,
        gone.map((before) => ({ event: null, audit: { table: 'calendar_events', operation: 'delete', before } })),
      );
      count += gone.length;
    }
    return count;
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
      const before = await this.store.lock(tx, event_id);
      if (!before) throw new AppError('CAMPAIGNS_EVENT_NOT_FOUND');
      const changed = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
      if (Object.keys(changed).length === 0) return before;
      const wanted = { ...before, ...changed };
      const after = await this.store.update(tx, wanted);
      if (!after) throw await this.#whatIsMissing(tx, wanted);
      await commitChange(tx, { event: null, audit: { table: 'calendar_events', operation: 'update', before, after } });
      return after;
    });
  }

  /** @throws AppError CAMPAIGNS_EVENT_NOT_FOUND */
  delete(eventId: string, context: RequestContext): Promise<OutputOf<typeof DeleteCalendarEvent>> {
    return this.database.withTenant(context, async (tx) => {
      const before = await this.store.lock(tx, eventId);
      if (!before) throw new AppError('CAMPAIGNS_EVENT_NOT_FOUND');
      await this.store.delete(tx, eventId);
      await commitChange(tx, { event: null, audit: { table: 'calendar_events', operation: 'delete', before } });
      return { message: `Calendar event ${eventId} was deleted` };
    });
  }

  async #whatIsMissing(tx: Tx, { strategy_id }: Pick<CalendarEvent, 'strategy_id'>): Promise<AppError> {
    const hasStrategy = await this.store.holdStrategy(tx, strategy_id);
    return new AppError(hasStrategy ? 'CAMPAIGNS_CAMPAIGN_NOT_FOUND' : 'CAMPAIGNS_STRATEGY_NOT_FOUND');
  }
}

function leftOf({ was_updated_at: updated_at, ...after }: CalendarEvent & { was_updated_at: string }, campaign_id: string): Change {
  const before = { ...after, campaign_id, revision: after.revision - 1, updated_at };
  return { event: null, audit: { table: 'calendar_events', operation: 'update', before, after } };
}
