import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { GetStrategySummary, type InputOf, type OutputOf, type RequestContext } from '@smartcontent/contracts';
import { PlanningFigures } from './planning-figures.service.js';

@Controller()
export class PlanningFiguresRpc {
  constructor(private readonly figures: PlanningFigures) {}

  @Handles(GetStrategySummary)
  summary({ strategy_id }: InputOf<typeof GetStrategySummary>, context: RequestContext): Promise<OutputOf<typeof GetStrategySummary>> {
    return this.figures.summary(strategy_id, context);
  }
}
