import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  GetPerformance,
  type InputOf,
  ListPerformanceHistory,
  type OutputOf,
  ReadPerformance,
  type RequestContext,
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

  @Handles(ReadPerformance)
  read(input: InputOf<typeof ReadPerformance>, context: RequestContext): Promise<OutputOf<typeof ReadPerformance>> {
    return this.performance.read(input, context);
  }
}
