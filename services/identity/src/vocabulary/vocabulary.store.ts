import { Injectable } from '@nestjs/common';
import type { BrandTerm } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';

type TermFields = Pick<BrandTerm, 'id' | 'term' | 'kind' | 'replacement' | 'note'>;
/** With what it is listed by. */
type ListedTerm = BrandTerm & { readonly term_folded: string };

/** How terms are compared and listed; their unique index has the same words. */
const FOLDED = 'lower(normalize(term, NFKC))';
const COLUMNS = 'id, term, kind, replacement, note, created_by, created_at, updated_at';

@Injectable()
export class VocabularyStore {
  /** Nothing where the maker is not an active user of the company. */
  insert(tx: Tx, { id, term, kind, replacement, note }: TermFields, createdBy: string): Promise<BrandTerm | undefined> {
    return tx.one<BrandTerm>(
      `INSERT INTO identity.brand_vocabulary (id, company_id, term, kind, replacement, note, created_by)
       SELECT $1, company_id, $2, $3::identity.term_kind, $4, $5, id FROM identity.users WHERE id = $6 AND is_active RETURNING ${COLUMNS}`,
      [id, term, kind, replacement, note, createdBy],
    );
  }

  list(tx: Tx, { limit, after, kinds }: { limit: number; after: string | null; kinds: BrandTerm['kind'][] | null }): Promise<ListedTerm[]> {
    return tx.query(
      `SELECT ${COLUMNS}, ${FOLDED} AS term_folded FROM identity.brand_vocabulary
        WHERE ($2::text IS NULL OR ${FOLDED} > $2) AND ($3::identity.term_kind[] IS NULL OR kind = ANY ($3)) ORDER BY ${FOLDED} LIMIT $1`,
      [limit, after, kinds],
    );
  }

  lock(tx: Tx, id: string): Promise<BrandTerm | undefined> {
    return tx.one<BrandTerm>(`SELECT ${COLUMNS} FROM identity.brand_vocabulary WHERE id = $1 FOR UPDATE`, [id]);
  }

  async update(tx: Tx, { id, term, kind, replacement, note }: TermFields): Promise<BrandTerm> {
    const rows = await tx.query<BrandTerm>(
      `UPDATE identity.brand_vocabulary SET term = $2, kind = $3, replacement = $4, note = $5, updated_at = now() WHERE id = $1
       RETURNING ${COLUMNS}`,
      [id, term, kind, replacement, note],
    );
    return rows[0] as BrandTerm;
  }

  async remove(tx: Tx, id: string): Promise<void> {
    await tx.query('DELETE FROM identity.brand_vocabulary WHERE id = $1', [id]);
  }
}
