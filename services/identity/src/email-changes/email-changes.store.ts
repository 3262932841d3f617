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

interface Mover {
  readonly email: string;
  readonly username: string;
  readonly company: string;
  /** Such mails within the window that was asked for. */
  readonly sent: number;
  /** Seconds since the last of them; null where there is none. */
  readonly seconds_since: number | null;
}

interface NewChange {
  readonly id: string;
  readonly company_id: string;
  readonly user_id: string;
  readonly email: string;
  readonly token_hash: string;
  /** Of the password that it was asked for with. */
  readonly password_mark: string;
}

/** What a change has done. */
interface Moved {
  readonly id: string;
  readonly email: string;
  readonly former: string;
  readonly username: string;
}

@Injectable()
export class EmailChangesStore {
  constructor(private readonly database: Database) {}

  findMover(tx: Tx, userId: string, windowSeconds: number): Promise<Mover | undefined> {
    return tx.one<Mover>(
      `SELECT u.email, u.username, c.name AS company, e.sent, e.seconds_since
         FROM identity.users u JOIN identity.companies c ON c.id = u.company_id
              CROSS JOIN LATERAL (
                SELECT count(*)::int AS sent, extract(epoch FROM now() - max(created_at))::float8 AS seconds_since
                  FROM identity.email_changes
                 WHERE company_id = u.company_id AND user_id = u.id AND created_at > now() - make_interval(secs => $2)) e
        WHERE u.id = $1 AND u.is_active`,
      [userId, windowSeconds],
    );
  }

  /** The last one counts: those before it end, and what ended long ago is forgotten. @returns when the token ends */
  async insert(tx: Tx, { id, company_id, user_id, email, token_hash, password_mark }: NewChange): Promise<string> {
    await tx.query(`DELETE FROM identity.email_changes WHERE user_id = $1 AND expires_at < now() - interval '1 day'`, [user_id]);
    await tx.query('UPDATE identity.email_changes SET used_at = now() WHERE user_id = $1 AND used_at IS NULL', [user_id]);
    const rows = await tx.query<{ expires_at: string }>(
      `INSERT INTO identity.email_changes (id, company_id, user_id, email, token_hash, password_mark, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, now() + interval '1 hour') RETURNING expires_at`,
      [id, company_id, user_id, email, token_hash, password_mark],
    );
    return (rows[0] as { expires_at: string }).expires_at;
  }

  /** Whoever holds the token is nobody yet. */
  findOwner(tokenHash: string): Promise<TokenOwner | undefined> {
    return this.database.withSystem('e-mail change', (tx) =>
      tx.one<TokenOwner>(
        `SELECT e.company_id, e.user_id, u.role, c.tier
           FROM identity.email_changes e
           JOIN identity.users u ON u.id = e.user_id
           JOIN identity.companies c ON c.id = e.company_id
          WHERE e.token_hash = $1 AND e.used_at IS NULL AND e.expires_at > now() AND u.is_active AND c.is_active`,
        [tokenHash],
      ),
    );
  }

  /** Counts once, and not where the password is another one meanwhile: whoever asked may be the reason. What was mailed to the former address opens nothing any more: whoever reads it may be the reason for the change. */
  async move(tx: Tx, tokenHash: string): Promise<Moved | undefined> {
    const moved = await tx.one<Moved & { user_id: string }>(
      `WITH used AS (
         UPDATE identity.email_changes SET used_at = now()
          WHERE token_hash = $1 AND used_at IS NULL AND expires_at > now() RETURNING id, user_id, email, password_mark
       )
       UPDATE identity.users u SET email = used.email, email_verified = true, updated_at = now() FROM used
        WHERE u.id = used.user_id AND u.is_active AND encode(sha256(convert_to(u.password_hash, 'UTF8')), 'hex') = used.password_mark
        RETURNING used.id, u.id AS user_id, new.email, old.email AS former, u.username`,
      [tokenHash],
    );
    if (!moved) return undefined;
    const { user_id, ...rest } = moved;
    await tx.query('UPDATE identity.password_resets SET used_at = now() WHERE user_id = $1 AND used_at IS NULL', [user_id]);
    await tx.query('DELETE FROM identity.email_verifications WHERE user_id = $1 AND used_at IS NULL', [user_id]);
    return rest;
  }

  async companyName(tx: Tx): Promise<string> {
    return (await tx.one<{ name: string }>('SELECT name FROM identity.companies'))?.name ?? '';
  }
}
