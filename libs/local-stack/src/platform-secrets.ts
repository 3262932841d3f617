import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { generateActorKeys } from '@smartcontent/bus';
import { generatePasswords } from '@smartcontent/database';
import type { Home } from './home.js';
import { SetupError } from './setup-error.js';

export interface PlatformSecrets {
  /** The administrator `postgres`. */
  readonly postgres: string;
  readonly redis: string;
  /** Passwords of Postgres' roles: `<svc>_owner`, `<svc>`, `<svc>_system`. */
  readonly roles: Readonly<Record<string, string>>;
  /** Password of each user of NATS: one per service, and `platform` for the supervisor's own work. */
  readonly nats: Readonly<Record<string, string>>;
  readonly actorKeys: Awaited<ReturnType<typeof generateActorKeys>>;
  readonly cursorKey: string;
  readonly masterKey: string;
  readonly operatorKey: string;
}

/** The user of NATS that makes streams. */
export const PLATFORM_USER = 'platform';

const FILE = 'secrets';

/** Reads the secrets of this folder; makes those that are missing: all at the first start, a new service's at an upgrade. */
export async function ensureSecrets(home: Home, services: readonly string[]): Promise<PlatformSecrets> {
  const known = home.read<PlatformSecrets>(FILE);
  if (!known && existsSync(home.path('postgres'))) {
    throw new SetupError(
      `${home.path(FILE)} is missing, so the data beside it cannot be opened: bring it back, or move ${home.folder} away`,
    );
  }
  const keys = missing(services, known?.actorKeys);
  const secrets: PlatformSecrets = {
    postgres: password(),
    redis: password(),
    cursorKey: randomBytes(32).toString('hex'),
    masterKey: randomBytes(32).toString('base64'),
    operatorKey: `sc_operator_${password()}`,
    ...known,
    roles: { ...generatePasswords(services), ...known?.roles },
    nats: { ...Object.fromEntries([...services, PLATFORM_USER].map((user) => [user, password()])), ...known?.nats },
    actorKeys: { ...(keys.length > 0 ? await generateActorKeys(keys) : {}), ...known?.actorKeys },
  };
  home.write(FILE, secrets);
  return secrets;
}

function missing(services: readonly string[], known: object = {}): string[] {
  return services.filter((service) => !(service in known));
}

function password(): string {
  return randomBytes(24).toString('base64url');
}
