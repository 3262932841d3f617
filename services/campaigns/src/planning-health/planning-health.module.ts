import { Module } from '@nestjs/common';
import { PlanningHealthRpc } from './planning-health.rpc.js';
import { PlanningHealth } from './planning-health.service.js';

@Module({ controllers: [PlanningHealthRpc], providers: [PlanningHealth] })
export class PlanningHealthModule {}
