import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  GetCalendarEventAnalytics,
  GetStrategyAnalytics,
  GetStrategySummary,
  type InputOf,
  type OutputOf,
  type RequestContext,
} from '@smartcontent/contracts';
import { PlanningFigures } from './planning-figures.service.js';

type Analytics = Promise<OutputOf<typeof GetStrategyAnalytics>>;

@Controller()
export class PlanningFiguresRpc {
  constructor(private readonly figures: PlanningFigures) {}

  @Handles(GetStrategySummary)
  summary({ strategy_id }: InputOf<typeof GetStrategySummary>, context: RequestContext): Promise<OutputOf<typeof GetStrategySummary>> {
    return this.figures.summary(strategy_id, context);
  }

  @Handles(GetStrategyAnalytics)
  ofStrategy({ strategy_id }: InputOf<typeof GetStrategyAnalytics>, context: RequestContext): Analytics {
    return this.figures.ofStrategy(strategy_id, context);
  }

  @Handles(GetCalendarEventAnalytics)
  ofEvent({ event_id }: InputOf<typeof GetCalendarEventAnalytics>, context: RequestContext): Analytics {
    return this.figures.ofEvent(event_id, context);
  }
}
