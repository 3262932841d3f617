import { Module } from '@nestjs/common';
import { PlanningFiguresRpc } from './planning-figures.rpc.js';
import { PlanningFigures } from './planning-figures.service.js';
import { PlanningFiguresView } from './planning-figures.view.js';

@Module({ controllers: [PlanningFiguresRpc], providers: [PlanningFigures, PlanningFiguresView] })
export class PlanningFiguresModule {}
