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

export interface Recipient {
  readonly email: string;
  readonly username: string;
  readonly company: string;
  readonly email_verified: boolean;
  /** Such a mail was sent within the last minute, or five within the last hour. */
  readonly is_enough: boolean;
}

interface NewVerification {
  readonly id: string;
  readonly company_id: string;
  readonly user_id: string;
  readonly email: string;
  readonly token_hash: string;
}

@Injectable()
export class EmailVerificationsStore {
  constructor(private readonly database: Database) {}

  findRecipient(tx: Tx, userId: string): Promise<Recipient | undefined> {
    return tx.one<Recipient>(
      `SELECT u.email, u.username, c.name AS company, u.email_verified,
              (SELECT count(*) >= 5 OR coalesce(max(v.created_at) > now() - interval '1 minute', false)
                 FROM identity.email_verifications v
                WHERE v.company_id = u.company_id AND v.user_id = u.id AND v.created_at > now() - interval '1 hour') AS is_enough
         FROM identity.users u JOIN identity.companies c ON c.id = u.company_id
        WHERE u.id = $1 AND u.is_active`,
      [userId],
    );
  }

  /** Forgets what ended long ago. @returns when the token ends */
  async insert(tx: Tx, { id, company_id, user_id, email, token_hash }: NewVerification): Promise<string> {
    const rows = await tx.query<{ expires_at: string }>(
      `WITH forgotten AS (DELETE FROM identity.email_verifications WHERE user_id = $3 AND expires_at < now() - interval '1 day')
       INSERT INTO identity.email_verifications (id, company_id, user_id, email, token_hash, expires_at)
       VALUES ($1, $2, $3, $4, $5, now() + interval '24 hours') RETURNING expires_at`,
      [id, company_id, user_id, email, token_hash],
    );
    return (rows[0] as { expires_at: string }).expires_at;
  }

  /** Whoever holds the token is nobody yet. */
  findOwner(tokenHash: string): Promise<TokenOwner | undefined> {
    return this.database.front.withSystem('e-mail verification', (tx) =>
      tx.one<TokenOwner>(
        `SELECT v.company_id, v.user_id, u.role, c.tier
           FROM identity.email_verifications v
           JOIN identity.users u ON u.id = v.user_id
           JOIN identity.companies c ON c.id = v.company_id
          WHERE v.token_hash = $1 AND v.used_at IS NULL AND v.expires_at > now() AND u.is_active AND c.is_active`,
        [tokenHash],
      ),
    );
  }

  /** Counts once, and only for the address that it was sent to. */
  use(tx: Tx, tokenHash: string): Promise<{ email: string } | undefined> {
    return tx.one(
      `WITH used AS (
         UPDATE identity.email_verifications SET used_at = now()
          WHERE token_hash = $1 AND used_at IS NULL AND expires_at > now() RETURNING user_id, email
       )
       UPDATE identity.users u SET email_verified = true, updated_at = now() FROM used
        WHERE u.id = used.user_id AND u.email = used.email RETURNING u.email`,
      [tokenHash],
    );
  }
}
