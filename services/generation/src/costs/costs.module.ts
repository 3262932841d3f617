import { Module } from '@nestjs/common';
import { UsageModule } from '../usage/usage.module.js';
import { CloseCosts } from './close-costs.job.js';
import { RunCosts } from './run-costs.service.js';
import { RunCostsStore } from './run-costs.store.js';

@Module({ imports: [UsageModule], providers: [RunCosts, RunCostsStore, CloseCosts], exports: [RunCosts] })
export class CostsModule {}
