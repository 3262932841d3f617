import { AddressGuard } from '@smartcontent/outgoing';
import { readMasterKey, Secrets } from '@smartcontent/secrets';
import { type RunningService, startService } from '@smartcontent/service';
import { AppModule } from './app.module.js';
import type { SchedulingConfig } from './config.js';
import { migrations } from './migrations/index.js';

export { readConfig } from './config.js';

/** Starts scheduling: its requests, its events and its dispatcher. */
export async function start({ service, allowedHosts }: SchedulingConfig): Promise<RunningService> {
  const secrets = Secrets.fromMasterKey(readMasterKey(service.masterKey));
  const providers = [
    { provide: Secrets, useValue: secrets },
    { provide: AddressGuard, useValue: new AddressGuard(allowedHosts) },
  ];
  return startService(service, { module: AppModule, migrations, providers });
}
