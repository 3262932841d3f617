import { Injectable } from '@nestjs/common';
import { AppError, EVENT_STATUSES, type PlanningAnalytics, type RequestContext, type StrategySummary } from '@smartcontent/contracts';
import { Performances } from '../performance/performances.service.js';
import { analyticsOf } from './analytics-of.js';
import { PlanningFiguresView } from './planning-figures.view.js';

/** As many contents of a strategy are asked for; what is left out is told. */
const CONTENTS_MAX = 1_000;

/** What a strategy's events come to, and what their contents brought. */
@Injectable()
export class PlanningFigures {
  constructor(
    private readonly view: PlanningFiguresView,
    private readonly performances: Performances,
  ) {}

  /** @throws AppError CAMPAIGNS_STRATEGY_NOT_FOUND */
  async summary(strategyId: string, context: RequestContext): Promise<StrategySummary> {
    const counted = await this.view.summary(context, strategyId);
    if (!counted) throw new AppError('CAMPAIGNS_STRATEGY_NOT_FOUND');
    const by_status = Object.fromEntries(EVENT_STATUSES.map((status) => [status, counted.by_status[status] ?? 0]));
    return { ...counted, strategy_id: strategyId, by_status: by_status as StrategySummary['by_status'] };
  }

  /** @throws AppError CAMPAIGNS_STRATEGY_NOT_FOUND; PLATFORM_SERVICE_UNAVAILABLE where analytics is away */
  async ofStrategy(strategyId: string, context: RequestContext): Promise<PlanningAnalytics[]> {
    const named = await this.view.contentsOfStrategy(context, strategyId, CONTENTS_MAX);
    if (!named) throw new AppError('CAMPAIGNS_STRATEGY_NOT_FOUND');
    return analyticsOf(await this.performances.of(named.content_ids, context), named.left_out);
  }

  /** @throws AppError CAMPAIGNS_EVENT_NOT_FOUND; PLATFORM_SERVICE_UNAVAILABLE where analytics is away */
  async ofEvent(eventId: string, context: RequestContext): Promise<PlanningAnalytics[]> {
    const event = await this.view.event(context, eventId);
    if (!event) throw new AppError('CAMPAIGNS_EVENT_NOT_FOUND');
    return event.content_id ? analyticsOf(await this.performances.of([event.content_id], context)) : [];
  }
}
