import { AddressGuard } from '@smartcontent/outgoing';
import { type RunningService, type ServiceConfig, startService } from '@smartcontent/service';
import { AppModule } from './app.module.js';
import { migrations } from './migrations/index.js';

export { readConfig } from './config.js';

/** Wrapped anew when the master key changes. */
const SEALED = [{ table: 'platform_accounts', id: 'id', envelope: 'sealed_secret' }];

/** Starts scheduling: its requests, its events and its dispatcher. */
export async function start(config: ServiceConfig): Promise<RunningService> {
  const providers = [{ provide: AddressGuard, useValue: new AddressGuard(config.allowedHosts) }];
  return startService(config, { module: AppModule, migrations, providers, sealed: SEALED });
}
