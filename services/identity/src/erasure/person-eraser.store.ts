import { Injectable } from '@nestjs/common';
import type { ErasedPlace } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';

interface SealedRow {
  readonly id: string;
  readonly sealed: Buffer;
}

const PAGE = 1_000;

/** The SQL that takes one person out of identity's tables. */
@Injectable()
export class PersonEraserStore {
  constructor(private readonly database: Database) {}

  /** By what the person can be told in texts; only the id once the rest is erased. */
  marksOf(companyId: string, userId: string): Promise<string[]> {
    return this.database.withSystem('erasure', async (tx) => {
      const text = 'SELECT email FROM identity.users WHERE company_id = $1 AND id = $2';
      const user = await tx.one<{ email: string }>(text, [companyId, userId]);
      return [userId, ...(user ? [user.email] : [])];
    });
  }

  /** The next rows of a company's audit log that say something, with the key to it; none where it has no key. */
  async sealedRows(companyId: string, after: string | null): Promise<SealedRow[]> {
    const text = `SELECT id, sealed FROM identity.audit_log
      WHERE company_id = $1 AND sealed IS NOT NULL AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`;
    return this.database.withSystem('erasure', (tx) => tx.query<SealedRow>(text, [companyId, after, PAGE]));
  }

  keyOf(companyId: string) {
    return this.database.withSystem('erasure', async (tx) => this.database.auditKeys?.find(tx, companyId));
  }

  async emptyRows(companyId: string, ids: readonly string[]): Promise<void> {
    const text = 'SELECT identity.empty_audit_rows($1, $2)';
    if (ids.length > 0) await this.database.withSystem('erasure', (tx) => tx.query(text, [companyId, ids]));
  }

  /** Everything else, in one transaction: as long as it was not done, the person's marks are known. */
  async erase(companyId: string, userId: string): Promise<ErasedPlace[]> {
    const text = 'SELECT place, rows FROM identity.erase_person($1, $2)';
    const rows = await this.database.withSystem('erasure', (tx) => tx.query<{ place: string; rows: number }>(text, [companyId, userId]));
    return rows.map(({ place, rows: erased }) => ({ place: `postgres.${place}`, erased, left: 0 }));
  }
}
