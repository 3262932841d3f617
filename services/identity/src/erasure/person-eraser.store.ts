import { Injectable } from '@nestjs/common';
import type { ErasedPlace } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';

/** Who is erased, of which company. */
export interface Person {
  readonly companyId: string;
  readonly userId: string;
}

interface SealedRow {
  readonly id: string;
  readonly sealed: Buffer;
}

const PAGE = 1_000;

/** The SQL that takes one person out of identity's tables. */
@Injectable()
export class PersonEraserStore {
  constructor(private readonly database: Database) {}

  /**
   * Adds addresses to those that are known to have been the person's, before the rows that say so are gone. An address that somebody only
   * asked for may be anybody's and is not among them. @returns all but those that are another user's of the company today
   */
  knowEmails({ companyId, userId }: Person, further: readonly string[]): Promise<string[]> {
    const text = `UPDATE identity.erasures SET known_emails = ARRAY(
        SELECT unnest(known_emails || $3::text[])
        UNION SELECT email FROM identity.users WHERE company_id = $1 AND id = $2 AND strpos(email, '@') > 0
        UNION SELECT email FROM identity.email_verifications WHERE company_id = $1 AND user_id = $2
        UNION SELECT email FROM identity.invitations WHERE company_id = $1 AND accepted_by = $2)
      WHERE company_id = $1 AND user_id = $2
      RETURNING ARRAY(SELECT known FROM unnest(known_emails) AS known
        WHERE NOT EXISTS (SELECT FROM identity.users u WHERE u.company_id = $1 AND u.id <> $2 AND u.email = known)) AS emails`;
    return this.database.withSystem('erasure', async (tx) => {
      const row = await tx.one<{ emails: string[] }>(text, [companyId, userId, further]);
      return row?.emails ?? [];
    });
  }

  /** The next rows of a company's audit log that say something; `table`: only those about its rows. */
  async sealedRows(companyId: string, table: string | null, after: string | null): Promise<SealedRow[]> {
    const text = `SELECT id, sealed FROM identity.audit_log
      WHERE company_id = $1 AND sealed IS NOT NULL AND ($2::text IS NULL OR table_name = $2) AND ($3::uuid IS NULL OR id > $3)
      ORDER BY id LIMIT $4`;
    return this.database.withSystem('erasure', (tx) => tx.query<SealedRow>(text, [companyId, table, after, PAGE]));
  }

  /** Rows that a release before the sealing wrote and the chain has not taken up yet: nobody has looked into them. */
  async countClear(companyId: string): Promise<number> {
    const text = `SELECT count(*)::integer AS rows FROM identity.audit_log
      WHERE company_id = $1 AND num_nonnulls(old_values, new_values) > 0`;
    const row = await this.database.withSystem('erasure', (tx) => tx.one<{ rows: number }>(text, [companyId]));
    return row?.rows ?? 0;
  }

  keyOf(companyId: string) {
    return this.database.withSystem('erasure', async (tx) => this.database.auditKeys?.find(tx, companyId));
  }

  async emptyRows(companyId: string, ids: readonly string[]): Promise<void> {
    const text = 'SELECT identity.empty_audit_rows($1, $2)';
    if (ids.length > 0) await this.database.withSystem('erasure', (tx) => tx.query(text, [companyId, ids]));
  }

  /** Everything else. */
  async erase({ companyId, userId }: Person, emails: readonly string[]): Promise<ErasedPlace[]> {
    const text = `SELECT 'postgres.' || place AS place, erased, remaining AS left FROM identity.erase_person($1, $2, $3)`;
    return this.database.withSystem('erasure', (tx) => tx.query<ErasedPlace>(text, [companyId, userId, emails]));
  }
}
