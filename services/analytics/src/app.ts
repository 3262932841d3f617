import { join } from 'node:path';
import { type RunningService, type ServiceConfig, startService } from '@smartcontent/service';
import { activityProjection } from './activity/activity-projection.js';
import { AppModule } from './app.module.js';
import { EventsEraser } from './ingest/events-eraser.service.js';
import { IngestSettings } from './ingest-settings.js';
import { migrations } from './migrations/index.js';

export { readConfig } from './config.js';
export { IngestSettings } from './ingest-settings.js';

const CLICKHOUSE_MIGRATIONS = join(import.meta.dirname, '..', 'clickhouse');

/** Starts the analytics service; dispose what it returns to stop it. Tests hand in other settings of the ingest. */
export function start(config: ServiceConfig, settings = new IngestSettings()): Promise<RunningService> {
  const providers = [{ provide: IngestSettings, useValue: settings }];
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
