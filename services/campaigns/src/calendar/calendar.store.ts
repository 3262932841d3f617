import { Injectable } from '@nestjs/common';
import { type CalendarEvent, type InputOf, type ListCalendarEvents, orderOf, type RequestContext } from '@smartcontent/contracts';
import { Database, type Tx } from '@smartcontent/database';
import { bytesOf, PAGE_BYTES } from '../byte-page.js';

type Written = Omit<CalendarEvent, 'revision' | 'created_at' | 'updated_at'>;
type Filters = Omit<InputOf<typeof ListCalendarEvents>, 'limit' | 'cursor'>;

const COLUMNS = `id, strategy_id, title, description, content_type, platform, scheduled_date, status, ai_recommendations, content_id, campaign_id,
  revision, created_at, updated_at`;
/** Whoever deletes the strategy or the campaign waits, or has been before: then nothing is written. */
const PARENTS = `strategy AS (SELECT id FROM strategies WHERE id = $2 FOR KEY SHARE),
  campaign AS (SELECT id FROM campaigns WHERE id = $11 FOR KEY SHARE)`;
const HAS_PARENTS = 'EXISTS (SELECT FROM strategy) AND ($11::uuid IS NULL OR EXISTS (SELECT FROM campaign))';
const INSERT = `WITH ${PARENTS}
  INSERT INTO calendar_events (id, strategy_id, title, description, content_type, platform, scheduled_date, status, ai_recommendations, content_id,
    campaign_id, size_bytes, company_id)
  SELECT $1, $2::uuid, $3, $4, $5, $6, $7::timestamptz, $8, $9::jsonb, $10::uuid, $11::uuid, $12::integer, $13::uuid WHERE ${HAS_PARENTS}
  RETURNING ${COLUMNS}`;
const UPDATE = `WITH ${PARENTS}
  UPDATE calendar_events SET strategy_id = $2, title = $3, description = $4, content_type = $5, platform = $6, scheduled_date = $7, status = $8,
    ai_recommendations = $9, content_id = $10, campaign_id = $11, size_bytes = $12, revision = revision + 1, updated_at = clock_timestamp()
  WHERE id = $1 AND ${HAS_PARENTS} RETURNING ${COLUMNS}`;

const holding = (table: string, column: string) =>
  `SELECT 1 FROM ${table} WHERE id IN ((SELECT ${column} FROM calendar_events WHERE id = $1), $2::uuid) ORDER BY id FOR KEY SHARE`;

/** In one order for everybody who locks many, so that nobody waits for who waits for him. */
const LOCK_MANY = 'ORDER BY id FOR UPDATE';
const LEAVE = `UPDATE calendar_events SET campaign_id = NULL, revision = revision + 1, updated_at = clock_timestamp() WHERE id = ANY ($1::uuid[])
  RETURNING id, new.campaign_id, new.revision, new.updated_at, old.campaign_id AS old_campaign, old.revision AS old_revision, old.updated_at AS old_time`;

interface Parents {
  readonly strategy_id?: string | undefined;
  readonly campaign_id?: string | null | undefined;
}

/** An event that is locked, and how many bytes it takes. */
export interface HeldEvent {
  readonly id: string;
  readonly size_bytes: number;
}

/** Of an event, what leaving its campaign changes. */
type Membership = Pick<CalendarEvent, 'id' | 'campaign_id' | 'revision' | 'updated_at'>;

interface LeftRow extends Membership {
  readonly old_campaign: string;
  readonly old_revision: number;
  readonly old_time: string;
}

/** What is read alone stands in functions of the migrations: each in one round trip. */
@Injectable()
export class CalendarStore {
  constructor(private readonly database: Database) {}

  /** Undefined where its strategy or its campaign does not exist. */
  insert(tx: Tx, companyId: string, event: Written): Promise<CalendarEvent | undefined> {
    return tx.one(INSERT, [...valuesOf(event), companyId]);
  }

  update(tx: Tx, event: CalendarEvent): Promise<CalendarEvent | undefined> {
    return tx.one(UPDATE, valuesOf(event));
  }

  /** All that stand in its calendar. */
  lockOfStrategy(tx: Tx, strategyId: string): Promise<HeldEvent[]> {
    return tx.query(`SELECT id, size_bytes FROM calendar_events WHERE strategy_id = $1 ${LOCK_MANY}`, [strategyId]);
  }

  /** All that are in it. */
  lockOfCampaign(tx: Tx, campaignId: string): Promise<HeldEvent[]> {
    return tx.query(`SELECT id, size_bytes FROM calendar_events WHERE campaign_id = $1 ${LOCK_MANY}`, [campaignId]);
  }

  /** Takes them out of their campaign. @returns what that changed of each */
  async leaveCampaign(tx: Tx, ids: readonly string[]): Promise<{ before: Membership; after: Membership }[]> {
    return (await tx.query<LeftRow>(LEAVE, [ids])).map(({ old_campaign, old_revision, old_time, ...after }) => ({
      before: { id: after.id, campaign_id: old_campaign, revision: old_revision, updated_at: old_time },
      after,
    }));
  }

  /** @returns each as it was */
  deleteMany(tx: Tx, ids: readonly string[]): Promise<CalendarEvent[]> {
    return tx.query(`DELETE FROM calendar_events WHERE id = ANY ($1::uuid[]) RETURNING ${COLUMNS}`, [ids]);
  }

  async get(context: RequestContext, id: string): Promise<CalendarEvent | undefined> {
    return (await this.database.readTenant<CalendarEvent>(context, 'get_event', [id]))[0];
  }

  /** In the order that is asked for, from behind the date and id of `after`. */
  page(
    context: RequestContext,
    filters: Filters,
    after: readonly string[] | null,
    limit: number,
  ): Promise<(CalendarEvent & { found: number })[]> {
    const { strategy_id = null, campaign_id = null, status = null, platform = null, content_type = null } = filters;
    const { scheduled_date_from: from = null, scheduled_date_to: to = null } = filters;
    const { isDescending } = orderOf(filters.sort);
    const [date, id] = after ?? [null, null];
    const values = [strategy_id, campaign_id, status, platform, content_type, from, to, isDescending, date, id, limit, PAGE_BYTES];
    return this.database.readTenant(context, 'list_calendar', values);
  }

  async hasStrategy(context: RequestContext, strategyId: string): Promise<boolean> {
    return (await this.database.readTenant(context, 'get_strategy', [strategyId])).length > 0;
  }

  /** False where there is none. */
  async holdStrategy(tx: Tx, strategyId: string): Promise<boolean> {
    return (await tx.query('SELECT 1 FROM strategies WHERE id = $1 FOR KEY SHARE', [strategyId])).length > 0;
  }

  /**
   * What the event belongs to and is to belong to, before the event itself: who deletes that has it first too, so neither waits for the
   * other in a circle.
   */
  async holdParents(tx: Tx, id: string, { strategy_id, campaign_id }: Parents): Promise<void> {
    await Promise.all([
      tx.query(holding('strategies', 'strategy_id'), [id, strategy_id ?? null]),
      tx.query(holding('campaigns', 'campaign_id'), [id, campaign_id ?? null]),
    ]);
  }

  lock(tx: Tx, id: string): Promise<CalendarEvent | undefined> {
    return tx.one(`SELECT ${COLUMNS} FROM calendar_events WHERE id = $1 FOR UPDATE`, [id]);
  }

  async delete(tx: Tx, id: string): Promise<void> {
    await tx.query('DELETE FROM calendar_events WHERE id = $1', [id]);
  }
}

export function eventOf({ found, ...event }: CalendarEvent & { readonly found: number }): CalendarEvent {
  return event;
}

/** $1 to $12 */
function valuesOf(event: Written): unknown[] {
  const { id, strategy_id, title, description, content_type, platform, scheduled_date, status, ai_recommendations } = event;
  const what = [id, strategy_id, title, description, content_type, platform, scheduled_date, status, JSON.stringify(ai_recommendations)];
  return [...what, event.content_id, event.campaign_id, bytesOf(event)];
}
