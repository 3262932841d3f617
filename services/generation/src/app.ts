import { AddressGuard } from '@smartcontent/outgoing';
import { type RunningService, startService } from '@smartcontent/service';
import { AppModule } from './app.module.js';
import { type GenerationConfig, RetentionConfig } from './config.js';
import { migrations } from './migrations/index.js';

export { readConfig } from './config.js';

/** Starts generation; dispose what it returns to stop it. */
export function start({ service, retention }: GenerationConfig): Promise<RunningService> {
  const providers = [
    { provide: AddressGuard, useValue: new AddressGuard(service.allowedHosts) },
    { provide: RetentionConfig, useValue: retention },
  ];
  return startService(service, { module: AppModule, migrations, providers });
}
