import { Injectable } from '@nestjs/common';
import { AppError, EVENT_STATUSES, type RequestContext, type StrategySummary } from '@smartcontent/contracts';
import { PlanningFiguresView } from './planning-figures.view.js';

/** What a strategy's events come to. */
@Injectable()
export class PlanningFigures {
  constructor(private readonly view: PlanningFiguresView) {}

  /** @throws AppError CAMPAIGNS_STRATEGY_NOT_FOUND */
  async summary(strategyId: string, context: RequestContext): Promise<StrategySummary> {
    const counted = await this.view.summary(context, strategyId);
    if (!counted) throw new AppError('CAMPAIGNS_STRATEGY_NOT_FOUND');
    const by_status = Object.fromEntries(EVENT_STATUSES.map((status) => [status, counted.by_status[status] ?? 0]));
    return { ...counted, strategy_id: strategyId, by_status: by_status as StrategySummary['by_status'] };
  }
}
