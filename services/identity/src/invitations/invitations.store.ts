import { Injectable } from '@nestjs/common';
import type { Invitation, Role, Tier } from '@smartcontent/contracts';
import { Database, type Tx } from '@smartcontent/database';

interface NewInvitation {
  readonly id: string;
  readonly company_id: string;
  readonly email: string;
  readonly role: Role;
  readonly invited_by: string;
  readonly token_hash: string;
}

/** What whoever holds the token was invited to. */
export interface HeldInvitation {
  readonly id: string;
  readonly company_id: string;
  readonly email: string;
  readonly role: Role;
  readonly tier: Tier;
  readonly invited_by: string;
}

interface Inviter {
  readonly name: string;
  readonly company: string;
  /** The address belongs to a user of this company. */
  readonly is_member: boolean;
  /** Of the company, within a day. */
  readonly sent: number;
  /** Of these, to this address. */
  readonly sent_there: number;
}

/** Whoever gave it may still give such. */
const IS_MEANT = `EXISTS (SELECT FROM identity.users g WHERE g.id = invited_by AND g.role = 'admin' AND g.is_active)`;
const COLUMNS = `id, email, role, invited_by, expires_at, created_at,
  CASE WHEN accepted_at IS NOT NULL THEN 'accepted' WHEN revoked_at IS NOT NULL THEN 'revoked'
       WHEN expires_at <= now() OR NOT ${IS_MEANT} THEN 'expired' ELSE 'open' END AS status`;

@Injectable()
export class InvitationsStore {
  constructor(private readonly database: Database) {}

  /** Nothing where that is no admin any more, or the company was switched off. */
  findInviter(tx: Tx, userId: string, email: string): Promise<Inviter | undefined> {
    return tx.one<Inviter>(
      `SELECT u.username AS name, c.name AS company, EXISTS (SELECT FROM identity.users m WHERE m.email = $2) AS is_member,
              i.sent, i.sent_there
         FROM identity.users u JOIN identity.companies c ON c.id = u.company_id,
              (SELECT count(*) AS sent, count(*) FILTER (WHERE email = $2) AS sent_there
                 FROM identity.invitations WHERE created_at > now() - interval '1 day') i
        WHERE u.id = $1 AND u.role = 'admin' AND u.is_active AND c.is_active`,
      [userId, email],
    );
  }

  /** An invitation that does not count any more no longer keeps its address. @returns the one that did */
  closeExpired(tx: Tx, email: string): Promise<Invitation | undefined> {
    return tx.one<Invitation>(
      `UPDATE identity.invitations SET revoked_at = now()
        WHERE email = $1 AND accepted_at IS NULL AND revoked_at IS NULL AND (expires_at <= now() OR NOT ${IS_MEANT}) RETURNING ${COLUMNS}`,
      [email],
    );
  }

  /** Nothing where an invitation of the address is open. */
  insert(tx: Tx, { id, company_id, email, role, invited_by, token_hash }: NewInvitation): Promise<Invitation | undefined> {
    return tx.one<Invitation>(
      `INSERT INTO identity.invitations (id, company_id, email, role, invited_by, token_hash, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, now() + interval '7 days')
       ON CONFLICT (company_id, email) WHERE accepted_at IS NULL AND revoked_at IS NULL DO NOTHING RETURNING ${COLUMNS}`,
      [id, company_id, email, role, invited_by, token_hash],
    );
  }

  list(tx: Tx, limit: number, before: string | null): Promise<Invitation[]> {
    return tx.query(`SELECT ${COLUMNS} FROM identity.invitations WHERE $1::uuid IS NULL OR id < $1 ORDER BY id DESC LIMIT $2`, [
      before,
      limit,
    ]);
  }

  lock(tx: Tx, id: string): Promise<Invitation | undefined> {
    return tx.one<Invitation>(`SELECT ${COLUMNS} FROM identity.invitations WHERE id = $1 FOR UPDATE`, [id]);
  }

  async revoke(tx: Tx, id: string): Promise<Invitation> {
    const rows = await tx.query<Invitation>(`UPDATE identity.invitations SET revoked_at = now() WHERE id = $1 RETURNING ${COLUMNS}`, [id]);
    return rows[0] as Invitation;
  }

  /** Whoever holds the token is nobody yet. It counts as long as whoever gave it may give such. */
  findHeld(tokenHash: string): Promise<HeldInvitation | undefined> {
    return this.database.front.withSystem('invitation', (tx) =>
      tx.one<HeldInvitation>(
        `SELECT i.id, i.company_id, i.email, i.role, c.tier, i.invited_by
           FROM identity.invitations i
           JOIN identity.users u ON u.id = i.invited_by
           JOIN identity.companies c ON c.id = i.company_id
          WHERE i.token_hash = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()
            AND u.is_active AND u.role = 'admin' AND c.is_active`,
        [tokenHash],
      ),
    );
  }

  /** Whether who gave it may give such, and until the transaction ends. Of a company that the transaction holds. */
  async holdInviter(tx: Tx, userId: string): Promise<boolean> {
    const held = await tx.one(
      `SELECT 1 FROM identity.users u JOIN identity.companies c ON c.id = u.company_id
        WHERE u.id = $1 AND u.role = 'admin' AND u.is_active AND c.is_active FOR SHARE OF u`,
      [userId],
    );
    return held !== undefined;
  }

  /** Counts once: false where it was accepted or revoked meanwhile. */
  async accept(tx: Tx, id: string, userId: string): Promise<boolean> {
    const row = await tx.one(
      `UPDATE identity.invitations SET accepted_at = now(), accepted_by = $2
        WHERE id = $1 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > now() RETURNING id`,
      [id, userId],
    );
    return row !== undefined;
  }

  /** The number of the new user's first event. */
  async countEvent(tx: Tx, userId: string): Promise<number> {
    const rows = await tx.query<{ revision: number }>(
      'UPDATE identity.users SET revision = revision + 1 WHERE id = $1 RETURNING revision',
      [userId],
    );
    return (rows[0] as { revision: number }).revision;
  }
}
