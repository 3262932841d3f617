import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { GetPlanningDatabaseHealth, GetPlanningHealth, type OutputOf } from '@smartcontent/contracts';
import { PlanningHealth } from './planning-health.service.js';

@Controller()
export class PlanningHealthRpc {
  constructor(private readonly health: PlanningHealth) {}

  @Handles(GetPlanningHealth)
  service(): Promise<OutputOf<typeof GetPlanningHealth>> {
    return this.health.ofService();
  }

  @Handles(GetPlanningDatabaseHealth)
  database(): Promise<OutputOf<typeof GetPlanningDatabaseHealth>> {
    return this.health.ofDatabase();
  }
}
