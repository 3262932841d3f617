import { join } from 'node:path';
import { type RunningService, type ServiceConfig, startService } from '@smartcontent/service';
import { activityProjection } from './activity/activity-projection.js';
import { AppModule } from './app.module.js';
import { EventsEraser } from './ingest/events-eraser.service.js';
import { IngestSettings } from './ingest-settings.js';
import { migrations } from './migrations/index.js';
import { PerformanceSettings } from './performance-settings.js';

export { readConfig } from './config.js';
export { IngestSettings } from './ingest-settings.js';
export { PerformanceSettings } from './performance-settings.js';

const CLICKHOUSE_MIGRATIONS = join(import.meta.dirname, '..', 'clickhouse');

/** Starts the analytics service; dispose what it returns to stop it. Tests hand in other settings. */
export function start(
  config: ServiceConfig,
  ingest = new IngestSettings(),
  performance = new PerformanceSettings(),
): Promise<RunningService> {
  const providers = [
    { provide: IngestSettings, useValue: ingest },
    { provide: PerformanceSettings, useValue: performance },
  ];
  const parts = {
    module: AppModule,
    migrations,
    clickhouseMigrations: CLICKHOUSE_MIGRATIONS,
    projections: [activityProjection],
    erasers: [EventsEraser],
    providers,
  };
  return startService(config, parts);
}
