import { type RunningService, startService } from '@smartcontent/service';
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
export async function start({ service, mail, erasure }: IdentityConfig): Promise<RunningService> {
  const providers = [
    { provide: MailConfig, useValue: mail },
    { provide: ErasureConfig, useValue: erasure },
  ];
  return startService(service, { module: AppModule, migrations, providers, sealed: SEALED, erasers: [PersonEraser, SharedPlacesEraser] });
}
