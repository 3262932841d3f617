import { Injectable } from '@nestjs/common';
import type { CalendarEvent, RequestContext, StrategySummary } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';

/** Without the statuses that no event has. */
type Counted = Omit<StrategySummary, 'strategy_id' | 'by_status'> & { readonly by_status: Partial<StrategySummary['by_status']> };

interface Named {
  readonly content_ids: string[];
  readonly left_out: number;
}

/** The functions stand in the migrations: each in one round trip. */
@Injectable()
export class PlanningFiguresView {
  constructor(private readonly database: Database) {}

  async summary(context: RequestContext, strategyId: string): Promise<Counted | undefined> {
    return (await this.database.readTenant<Counted>(context, 'summarize_strategy', [strategyId]))[0];
  }

  /** `most` of the contents that its events name, those planned latest; undefined where there is no such strategy. */
  async contentsOfStrategy(context: RequestContext, strategyId: string, most: number): Promise<Named | undefined> {
    return (await this.database.readTenant<Named>(context, 'contents_of_strategy', [strategyId, most]))[0];
  }

  async event(context: RequestContext, eventId: string): Promise<Pick<CalendarEvent, 'content_id'> | undefined> {
    return (await this.database.readTenant<CalendarEvent>(context, 'get_event', [eventId]))[0];
  }
}
