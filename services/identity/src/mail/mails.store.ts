import { Injectable } from '@nestjs/common';
import type { Tx } from '@smartcontent/database';
import type { Sealed } from '@smartcontent/secrets';
import type { LetterKind } from './letters.js';

interface NewMail {
  readonly id: string;
  readonly company_id: string;
  readonly user_id: string | null;
  readonly kind: LetterKind;
  readonly address: string;
  readonly sealed_content: Sealed;
  /** null: in a week. */
  readonly expires_at: string | null;
}

export interface ClaimedMail extends Omit<NewMail, 'expires_at' | 'user_id'> {
  readonly expires_at: string;
  /** This one counted. */
  readonly attempts: number;
}

const KEPT = `interval '7 days'`;

@Injectable()
export class MailsStore {
  async insert(tx: Tx, { id, company_id, user_id, kind, address, sealed_content, expires_at }: NewMail): Promise<void> {
    await tx.query(
      `INSERT INTO identity.mails (id, company_id, user_id, kind, address, sealed_content, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, coalesce($7, now() + ${KEPT}))`,
      [id, company_id, user_id, kind, address, JSON.stringify(sealed_content), expires_at],
    );
  }

  /** Takes mails that are due; whoever takes them and dies leaves them to the next one after `leaseSeconds`. */
  claim(tx: Tx, limit: number, leaseSeconds: number): Promise<ClaimedMail[]> {
    return tx.query(
      `UPDATE identity.mails SET attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => $2)
        WHERE id IN (SELECT id FROM identity.mails WHERE next_attempt_at <= now() AND expires_at > now()
                      ORDER BY next_attempt_at LIMIT $1 FOR UPDATE SKIP LOCKED)
        RETURNING id, company_id, kind, address, sealed_content, expires_at, attempts`,
      [limit, leaseSeconds],
    );
  }

  async remove(tx: Tx, id: string): Promise<void> {
    await tx.query('DELETE FROM identity.mails WHERE id = $1', [id]);
  }

  async retry(tx: Tx, id: string, seconds: number, error: string): Promise<void> {
    await tx.query(
      'UPDATE identity.mails SET next_attempt_at = now() + make_interval(secs => $2), last_error = left($3, 500) WHERE id = $1',
      [id, seconds, error],
    );
  }

  async giveUp(tx: Tx, id: string, error: string): Promise<void> {
    await tx.query('UPDATE identity.mails SET next_attempt_at = NULL, sealed_content = NULL, last_error = left($2, 500) WHERE id = $1', [
      id,
      error,
    ]);
  }

  /** Gives up those whose token has ended, and forgets those that were given up long ago. @returns how many were given up */
  async tidy(tx: Tx): Promise<number> {
    const [expired] = await Promise.all([
      tx.query(
        `UPDATE identity.mails SET next_attempt_at = NULL, sealed_content = NULL, last_error = coalesce(last_error, 'not sent in time')
          WHERE next_attempt_at IS NOT NULL AND expires_at <= now() RETURNING id`,
      ),
      tx.query(`DELETE FROM identity.mails WHERE next_attempt_at IS NULL AND created_at < now() - ${KEPT}`),
    ]);
    return expired.length;
  }

  /** Seconds until the next is due, negative when one waits already; null when there is none. */
  async secondsToNext(tx: Tx): Promise<number | null> {
    const row = await tx.one<{ seconds: number | null }>(
      `SELECT extract(epoch FROM min(next_attempt_at) - clock_timestamp())::float8 AS seconds FROM identity.mails
        WHERE next_attempt_at IS NOT NULL AND expires_at > now()`,
    );
    return row?.seconds ?? null;
  }
}
