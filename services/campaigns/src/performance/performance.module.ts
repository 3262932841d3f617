import { Module } from '@nestjs/common';
import { Performances } from './performances.service.js';

@Module({ providers: [Performances], exports: [Performances] })
export class PerformanceModule {}
