import { AddressGuard } from '@smartcontent/outgoing';
import { type RunningService, type ServiceConfig, startService } from '@smartcontent/service';
import { AppModule } from './app.module.js';
import { migrations } from './migrations/index.js';

export { readConfig } from './config.js';

/** Starts generation; dispose what it returns to stop it. */
export function start(config: ServiceConfig): Promise<RunningService> {
  const providers = [{ provide: AddressGuard, useValue: new AddressGuard(config.allowedHosts) }];
  return startService(config, { module: AppModule, migrations, providers });
}
