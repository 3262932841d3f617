import { Injectable } from '@nestjs/common';
import { AppError, type GetPlanningDatabaseHealth, type GetPlanningHealth, type OutputOf } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';
import { Health } from '@smartcontent/service';

/** Asks the stores each time. Which of them is away is not for the public. */
@Injectable()
export class PlanningHealth {
  constructor(
    private readonly health: Health,
    private readonly database: Database,
  ) {}

  /** @throws AppError PLATFORM_STORE_UNAVAILABLE */
  async ofService(): Promise<OutputOf<typeof GetPlanningHealth>> {
    const { status } = await this.health.read();
    if (status !== 'ready') throw new AppError('PLATFORM_STORE_UNAVAILABLE');
    return { status: 'healthy', service: 'content_planning', timestamp: new Date().toISOString() };
  }

  /** @throws AppError PLATFORM_STORE_UNAVAILABLE */
  async ofDatabase(): Promise<OutputOf<typeof GetPlanningDatabaseHealth>> {
    if (!(await this.database.isReady())) throw new AppError('PLATFORM_STORE_UNAVAILABLE');
    return { status: 'healthy', service: 'content_planning_database', timestamp: new Date().toISOString() };
  }
}
