import { Module } from '@nestjs/common';
import { ReportsRpc } from './reports.rpc.js';
import { ReportsService } from './reports.service.js';
import { ReportsView } from './reports.view.js';

@Module({ controllers: [ReportsRpc], providers: [ReportsService, ReportsView] })
export class ReportsModule {}
