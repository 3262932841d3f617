import { Module } from '@nestjs/common';
import { PerformanceModule } from '../performance/performance.module.js';
import { ReportRpc } from './report.rpc.js';
import { ReportService } from './report.service.js';
import { ReportView } from './report.view.js';

@Module({ imports: [PerformanceModule], controllers: [ReportRpc], providers: [ReportService, ReportView] })
export class ReportModule {}
