import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { generateActorKeys } from '@smartcontent/bus';
import { generatePasswords } from '@smartcontent/database';
import type { Home } from './home.js';
import { SetupError } from './setup-error.js';

/** Made once, and kept: without them the data beside them cannot be opened. */
export interface PlatformSecrets {
  /** The administrator `postgres`. */
  readonly postgres: string;
  readonly redis: string;
  /** Passwords of Postgres' roles: `<svc>_owner`, `<svc>`, `<svc>_system`. */
  readonly roles: Readonly<Record<string, string>>;
  /** Password of each user of NATS: one per service, and `platform` for the supervisor's own work. */
  readonly nats: Readonly<Record<string, string>>;
  /** Ed25519 key pair of each service, as JWK JSON. */
  readonly actorKeys: Awaited<ReturnType<typeof generateActorKeys>>;
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
export async function ensureSecrets(home: Home, services: readonly string[]): Promise<PlatformSecrets> {
  const known = home.read<PlatformSecrets>('secrets');
  if (!known && existsSync(home.path('postgres'))) {
    throw new SetupError(
      `${home.path('secrets')} is missing, so ${home.path('postgres')} cannot be opened: bring it back, or move both away`,
    );
  }
  const users = [...services, PLATFORM_USER].map((user) => [user, password()]);
  const unsigned = services.filter((service) => !known?.actorKeys?.[service]);
  const secrets: PlatformSecrets = {
    postgres: password(),
    redis: password(),
    cursorKey: randomBytes(32).toString('hex'),
    masterKey: randomBytes(32).toString('base64'),
    operatorKey: `sc_operator_${password()}`,
    ...known,
    roles: { ...generatePasswords(services), ...known?.roles },
    nats: { ...Object.fromEntries(users), ...known?.nats },
    actorKeys: { ...(await generateActorKeys(unsigned)), ...known?.actorKeys },
  };
  home.write('secrets', secrets);
  return secrets;
}

function password(): string {
  return randomBytes(24).toString('base64url');
}
