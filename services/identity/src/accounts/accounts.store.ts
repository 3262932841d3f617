import { Injectable } from '@nestjs/common';
import type { GetAccount, OutputOf } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';

type Company = OutputOf<typeof GetAccount>['company'];
type User = OutputOf<typeof GetAccount>['user'];

export type NewUser = Omit<User, 'created_at'> & {
  readonly password_hash: string;
  readonly first_name?: string | undefined;
  readonly last_name?: string | undefined;
  /** Set where a token came back from the mailbox. */
  readonly email_verified?: boolean;
};

const COMPANY = 'id, name, tier, created_at';
const USER = 'id, company_id, email, username, role, created_at';

@Injectable()
export class AccountsStore {
  async insertCompany(tx: Tx, company: Omit<Company, 'created_at'>): Promise<Company> {
    const rows = await tx.query<Company>(
      `INSERT INTO identity.companies (id, company_id, name, tier) VALUES ($1, $1, $2, $3) RETURNING ${COMPANY}`,
      [company.id, company.name, company.tier],
    );
    return rows[0] as Company;
  }

  async insertUser(tx: Tx, user: NewUser): Promise<User> {
    const { id, company_id, email, username, role, password_hash, first_name = null, last_name = null, email_verified = false } = user;
    const rows = await tx.query<User>(
      `INSERT INTO identity.users (id, company_id, email, username, role, password_hash, first_name, last_name, email_verified)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${USER}`,
      [id, company_id, email, username, role, password_hash, first_name, last_name, email_verified],
    );
    return rows[0] as User;
  }

  /** An account that was switched off is as good as gone. */
  async find(tx: Tx, userId: string): Promise<{ company: Company; user: User } | undefined> {
    const [company, user] = await Promise.all([
      tx.one<Company>(`SELECT ${COMPANY} FROM identity.companies WHERE is_active`),
      tx.one<User>(`SELECT ${USER} FROM identity.users WHERE id = $1 AND is_active`, [userId]),
    ]);
    return company && user && { company, user };
  }

  async lockCompany(tx: Tx): Promise<void> {
    await tx.query('SELECT id FROM identity.companies FOR NO KEY UPDATE');
  }

  /** False where the user is gone or was switched off. */
  async lockUser(tx: Tx, userId: string): Promise<boolean> {
    return (await tx.one('SELECT id FROM identity.users WHERE id = $1 AND is_active FOR NO KEY UPDATE', [userId])) !== undefined;
  }

  async touchLogIn(tx: Tx, userId: string): Promise<{ before: string | null; after: string }> {
    const rows = await tx.query<{ before: string | null; after: string }>(
      `UPDATE identity.users SET last_login_at = now() WHERE id = $1 RETURNING old.last_login_at AS before, new.last_login_at AS after`,
      [userId],
    );
    return rows[0] as { before: string | null; after: string };
  }
}
