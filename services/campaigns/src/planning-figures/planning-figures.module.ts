import { Module } from '@nestjs/common';
import { PerformanceModule } from '../performance/performance.module.js';
import { PlanningFiguresRpc } from './planning-figures.rpc.js';
import { PlanningFigures } from './planning-figures.service.js';
import { PlanningFiguresView } from './planning-figures.view.js';

@Module({ imports: [PerformanceModule], controllers: [PlanningFiguresRpc], providers: [PlanningFigures, PlanningFiguresView] })
export class PlanningFiguresModule {}
