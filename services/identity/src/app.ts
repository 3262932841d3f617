import { type RunningService, type ServiceParts, startService } from '@smartcontent/service';
import { AppModule } from './app.module.js';
import { ErasureConfig, type IdentityConfig, MailConfig } from './config.js';
import { PersonEraser } from './erasure/person-eraser.service.js';
import { SharedPlacesEraser } from './erasure/shared-places.service.js';
import { migrations } from './migrations/index.js';

export { readConfig } from './config.js';

/** Wrapped anew when the master key changes. */
const SEALED = [
  { table: 'api_keys', id: 'id', envelope: 'sealed_key' },
  { table: 'user_totp', id: 'user_id' },
  { table: 'mails', id: 'id', envelope: 'sealed_content' },
  { table: 'users', id: 'id', envelope: 'encrypted_data', isBytes: true },
];

/** Starts identity. */
export async function start(config: IdentityConfig): Promise<RunningService> {
  return startService(config.service, partsOf(config));
}

/** What identity is made of. */
export function partsOf({ mail, erasure }: IdentityConfig): ServiceParts {
  const providers = [
    { provide: MailConfig, useValue: mail },
    { provide: ErasureConfig, useValue: erasure },
  ];
  return { module: AppModule, migrations, providers, sealed: SEALED, erasers: [PersonEraser, SharedPlacesEraser] };
}
