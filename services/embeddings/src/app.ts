import { join } from 'node:path';
import { type RunningService, type ServiceConfig, startService } from '@smartcontent/service';
import { AppModule } from './app.module.js';
import { searchProjection } from './indexing/search-projection.js';
import { migrations } from './migrations/index.js';
import { PreferencesEraser } from './preferences/preferences-eraser.service.js';

export { readConfig } from './config.js';

const CLICKHOUSE_MIGRATIONS = join(import.meta.dirname, '..', 'clickhouse');

/** Starts the embeddings service; dispose what it returns to stop it. */
export function start(config: ServiceConfig): Promise<RunningService> {
  return startService(config, {
    module: AppModule,
    migrations,
    clickhouseMigrations: CLICKHOUSE_MIGRATIONS,
    projections: [searchProjection],
    erasers: [PreferencesEraser],
  });
}
