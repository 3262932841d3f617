import { readMasterKey, Secrets } from '@smartcontent/secrets';
import { type RunningService, startService } from '@smartcontent/service';
import { AppModule } from './app.module.js';
import { type IdentityConfig, MailConfig } from './config.js';
import { migrations } from './migrations/index.js';

export { readConfig } from './config.js';

/** Starts identity. */
export async function start({ service, mail }: IdentityConfig): Promise<RunningService> {
  const secrets = Secrets.fromMasterKey(readMasterKey(service.masterKey));
  const providers = [
    { provide: Secrets, useValue: secrets },
    { provide: MailConfig, useValue: mail },
  ];
  return startService(service, { module: AppModule, migrations, providers });
}
