import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Home } from './home.js';
import { SetupError } from './setup-error.js';

/** The platform's own secrets; roles of Postgres and actor keys of services stand beside them in `service-keys`. */
export interface PlatformSecrets {
  /** The administrator `postgres`. */
  readonly postgres: string;
  readonly redis: string;
  /** Password of each user of NATS: one per service, and `platform` for the supervisor's own work. */
  readonly nats: Readonly<Record<string, string>>;
  /** Keeps cursors from being tampered with; hex. */
  readonly cursorKey: string;
  /** Wraps the keys of third-party secrets; 32 bytes in base64. */
  readonly masterKey: string;
  /** Reaches the operator's faces. */
  readonly operatorKey: string;
}

/** The user of NATS that makes streams. */
export const PLATFORM_USER = 'platform';

/** Reads the secrets of this folder; makes those that are missing: all at the first start, a new service's at an upgrade. */
export function ensureSecrets(home: Home, services: readonly string[]): PlatformSecrets {
  const known = home.read<PlatformSecrets>('secrets');
  if (!known && existsSync(home.path('postgres'))) {
    throw new SetupError(
      `${home.path('secrets')} is missing, so ${home.path('postgres')} cannot be opened: bring it back, or move both away`,
    );
  }
  const users = [...services, PLATFORM_USER].map((user) => [user, password()]);
  const secrets: PlatformSecrets = {
    postgres: password(),
    redis: password(),
    cursorKey: randomBytes(32).toString('hex'),
    masterKey: randomBytes(32).toString('base64'),
    operatorKey: `sc_operator_${password()}`,
    ...known,
    nats: { ...Object.fromEntries(users), ...known?.nats },
  };
  home.write('secrets', secrets);
  return secrets;
}

function password(): string {
  return randomBytes(24).toString('base64url');
}
