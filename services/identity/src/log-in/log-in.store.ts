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
    return this.database.front.withSystem('log-in', (tx) =>
      tx.one<Credentials>(
        `SELECT u.id AS user_id, u.company_id, u.role, c.tier, c.api_limits, u.password_hash, u.is_active AND c.is_active AS is_active
           FROM identity.users u JOIN identity.companies c ON c.id = u.company_id
          WHERE u.email = $1`,
        [email],
      ),
    );
  }

  /** What the user may do now, and until the transaction ends; nothing where this is not his password any more, or he or the company was switched off. */
  async hold(tx: Tx, userId: string, passwordHash: string): Promise<Pick<Credentials, 'role' | 'tier' | 'api_limits'> | undefined> {
    // The company first, as whoever changes its people locks it first.
    const [company, user] = await Promise.all([
      tx.one<Pick<Credentials, 'tier' | 'api_limits'>>('SELECT tier, api_limits FROM identity.companies WHERE is_active FOR SHARE'),
      tx.one<Pick<Credentials, 'role'>>(
        'SELECT role FROM identity.users WHERE id = $1 AND password_hash = $2 AND is_active FOR NO KEY UPDATE',
        [userId, passwordHash],
      ),
    ]);
    return company && user && { ...company, ...user };
  }
}
