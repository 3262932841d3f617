import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  GetPerformance,
  type InputOf,
  ListPerformanceHistory,
  type OutputOf,
  type PerformanceSum,
  type RequestContext,
  SumPerformance,
} from '@smartcontent/contracts';
import { PerformanceService } from './performance.service.js';

@Controller()
export class PerformanceRpc {
  constructor(private readonly performance: PerformanceService) {}

  @Handles(GetPerformance)
  get(input: InputOf<typeof GetPerformance>, context: RequestContext): Promise<OutputOf<typeof GetPerformance>> {
    return this.performance.get(input, context);
  }

  @Handles(ListPerformanceHistory)
  history(input: InputOf<typeof ListPerformanceHistory>, context: RequestContext): Promise<OutputOf<typeof ListPerformanceHistory>> {
    return this.performance.history(input, context);
  }

  @Handles(SumPerformance)
  sum(input: InputOf<typeof SumPerformance>, context: RequestContext): Promise<PerformanceSum> {
    return this.performance.sum(input, context);
  }
}
