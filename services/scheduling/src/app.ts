import { readMasterKey, Secrets } from '@smartcontent/secrets';
import { type RunningService, type ServiceConfig, startService } from '@smartcontent/service';
import { AppModule } from './app.module.js';
import { migrations } from './migrations/index.js';

export { readConfig } from './config.js';

/** Starts scheduling: its requests, its events and its dispatcher. */
export async function start(config: ServiceConfig): Promise<RunningService> {
  const secrets = Secrets.fromMasterKey(readMasterKey(config.masterKey));
  return startService(config, { module: AppModule, migrations, providers: [{ provide: Secrets, useValue: secrets }] });
}
