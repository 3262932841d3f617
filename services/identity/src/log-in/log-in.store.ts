import { Injectable } from '@nestjs/common';
import type { Role, Tier } from '@smartcontent/contracts';
import { Database, type Tx } from '@smartcontent/database';

export interface Credentials {
  readonly user_id: string;
  readonly company_id: string;
  readonly role: Role;
  readonly tier: Tier;
  readonly api_limits: unknown;
  readonly password_hash: string;
  readonly is_active: boolean;
}

@Injectable()
export class LogInStore {
  constructor(private readonly database: Database) {}

  /** Before a log-in nobody knows whose company to look in. */
  findCredentials(email: string): Promise<Credentials | undefined> {
    return this.database.withSystem('log-in', (tx) =>
      tx.one<Credentials>(
        `SELECT u.id AS user_id, u.company_id, u.role, c.tier, c.api_limits, u.password_hash, u.is_active AND c.is_active AS is_active
           FROM identity.users u JOIN identity.companies c ON c.id = u.company_id
          WHERE u.email = $1`,
        [email],
      ),
    );
  }

  /** Whether this is still the password of somebody active. */
  async holds(tx: Tx, userId: string, passwordHash: string): Promise<boolean> {
    const held = await tx.one('SELECT 1 FROM identity.users WHERE id = $1 AND password_hash = $2 AND is_active', [userId, passwordHash]);
    return held !== undefined;
  }
}
