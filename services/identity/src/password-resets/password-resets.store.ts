import { Injectable } from '@nestjs/common';
import type { Role, Tier } from '@smartcontent/contracts';
import { Database, type Tx } from '@smartcontent/database';

/** Who reads the mailbox that a token was sent to. */
interface TokenOwner {
  readonly company_id: string;
  readonly user_id: string;
  readonly role: Role;
  readonly tier: Tier;
}

export interface Forgetful {
  readonly user_id: string;
  readonly company_id: string;
  readonly email: string;
  readonly username: string;
  readonly company: string;
}

interface NewReset {
  readonly id: string;
  readonly company_id: string;
  readonly user_id: string;
  readonly token_hash: string;
}

@Injectable()
export class PasswordResetsStore {
  constructor(private readonly database: Database) {}

  /** The same write for every address, known or not. */
  async insertRequest(email: string): Promise<void> {
    await this.database.front.withSystem('password reset', (tx) =>
      tx.query('INSERT INTO identity.reset_requests (email) VALUES ($1) ON CONFLICT DO NOTHING', [email]),
    );
  }

  /** Takes requests, and says who of them has an account and got no such mail within the last minute, nor five within the last hour. `taken` counts all. */
  async takeRequests(tx: Tx, limit: number): Promise<{ taken: number; known: Forgetful[] }> {
    const taken = await tx.query<{ email: string }>(
      `DELETE FROM identity.reset_requests
        WHERE email IN (SELECT email FROM identity.reset_requests ORDER BY requested_at LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING email`,
      [limit],
    );
    if (taken.length === 0) return { taken: 0, known: [] };
    const known = await tx.query<Forgetful>(
      `SELECT u.id AS user_id, u.company_id, u.email, u.username, c.name AS company
         FROM identity.users u JOIN identity.companies c ON c.id = u.company_id
        WHERE u.email = ANY ($1) AND u.is_active AND c.is_active
          AND (SELECT count(*) < 5 AND coalesce(max(r.created_at) < now() - interval '1 minute', true)
                 FROM identity.password_resets r
                WHERE r.company_id = u.company_id AND r.user_id = u.id AND r.created_at > now() - interval '1 hour')`,
      [taken.map(({ email }) => email)],
    );
    return { taken: taken.length, known };
  }

  /** Forgets what ended long ago. @returns when the token ends */
  async insert(tx: Tx, { id, company_id, user_id, token_hash }: NewReset): Promise<string> {
    const rows = await tx.query<{ expires_at: string }>(
      `WITH forgotten AS (DELETE FROM identity.password_resets WHERE user_id = $3 AND expires_at < now() - interval '1 day')
       INSERT INTO identity.password_resets (id, company_id, user_id, token_hash, expires_at)
       VALUES ($1, $2, $3, $4, now() + interval '1 hour') RETURNING expires_at`,
      [id, company_id, user_id, token_hash],
    );
    return (rows[0] as { expires_at: string }).expires_at;
  }

  /** Whoever holds the token is nobody yet. */
  findOwner(tokenHash: string): Promise<TokenOwner | undefined> {
    return this.database.front.withSystem('password reset', (tx) =>
      tx.one<TokenOwner>(
        `SELECT r.company_id, r.user_id, u.role, c.tier
           FROM identity.password_resets r
           JOIN identity.users u ON u.id = r.user_id
           JOIN identity.companies c ON c.id = r.company_id
          WHERE r.token_hash = $1 AND r.used_at IS NULL AND r.expires_at > now() AND u.is_active AND c.is_active`,
        [tokenHash],
      ),
    );
  }

  /** Counts once; every other token of the user ends with it. */
  use(tx: Tx, tokenHash: string, passwordHash: string): Promise<{ id: string; email: string } | undefined> {
    return tx.one(
      `WITH used AS (
         UPDATE identity.password_resets SET used_at = now()
          WHERE token_hash = $1 AND used_at IS NULL AND expires_at > now() RETURNING id, user_id
       ), others AS (
         UPDATE identity.password_resets r SET used_at = now() FROM used
          WHERE r.user_id = used.user_id AND r.id <> used.id AND r.used_at IS NULL
       )
       UPDATE identity.users u SET password_hash = $2, email_verified = true, updated_at = now() FROM used
        WHERE u.id = used.user_id RETURNING used.id, u.email`,
      [tokenHash, passwordHash],
    );
  }
}
