import { Injectable } from '@nestjs/common';
import type { RequestContext, StrategySummary } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';

/** Without the statuses that no event has. */
type Counted = Omit<StrategySummary, 'strategy_id' | 'by_status'> & { readonly by_status: Partial<StrategySummary['by_status']> };

/** The functions stand in the migrations: each in one round trip. */
@Injectable()
export class PlanningFiguresView {
  constructor(private readonly database: Database) {}

  async summary(context: RequestContext, strategyId: string): Promise<Counted | undefined> {
    return (await this.database.readTenant<Counted>(context, 'summarize_strategy', [strategyId]))[0];
  }
}
