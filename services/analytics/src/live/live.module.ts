import { Module } from '@nestjs/common';
import { AnalyticsTelemetry } from '../telemetry.js';
import { LiveRpc } from './live.rpc.js';
import { LiveService } from './live.service.js';

@Module({ controllers: [LiveRpc], providers: [AnalyticsTelemetry, LiveService], exports: [LiveService] })
export class LiveModule {}
