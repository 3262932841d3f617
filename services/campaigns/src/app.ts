import { type RunningService, type ServiceConfig, startService } from '@smartcontent/service';
import { AppModule } from './app.module.js';
import { attachmentsProjection } from './attachments/attachments-projection.js';
import { migrations } from './migrations/index.js';

export { readConfig } from './config.js';

/** Starts campaigns; dispose what it returns to stop it. */
export function start(config: ServiceConfig): Promise<RunningService> {
  return startService(config, { module: AppModule, migrations, projections: [attachmentsProjection] });
}
