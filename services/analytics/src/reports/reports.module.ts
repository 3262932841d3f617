import { Module } from '@nestjs/common';
import { ReportsRpc } from './reports.rpc.js';
import { ReportsService } from './reports.service.js';

@Module({ controllers: [ReportsRpc], providers: [ReportsService] })
export class ReportsModule {}
