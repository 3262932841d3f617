import { Injectable } from '@nestjs/common';
import type { Tx } from '@smartcontent/database';

export interface Place {
  readonly company_id: string;
  readonly content_id: string;
}

export interface Snapshot {
  readonly id: string;
  /** Where it stands; null at its beginning. */
  readonly after: Place | null;
}

/** Contents that no row tells of, or an older revision; what the row knows already stays, deletions too. One whose id a text was put under takes its place. */
const NOTE = `
  INSERT INTO embeddings.documents AS held (company_id, content_id, source, revision, next_attempt_at)
  SELECT company_id, content_id, 'content', revision, now()
    FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS there (company_id, content_id, revision) ORDER BY company_id, content_id
  ON CONFLICT (company_id, content_id) DO UPDATE
    SET source = 'content', state = 'pending', revision = excluded.revision, next_attempt_at = now(), lease_token = NULL, attempts = 0,
        base_revision = CASE WHEN held.source = 'api' THEN held.revision ELSE held.base_revision END,
        error_code = NULL, error_message = NULL, title = NULL, content_text = NULL, metadata = NULL, updated_at = now()
    WHERE held.source = 'api' OR (held.state <> 'deleted' AND excluded.revision > held.revision)`;

/** Everything that was indexed once, and each tombstone, in pieces by their keys. `model` stays: it tells which embedder still answers. */
const SET_BACK = `
  WITH piece AS MATERIALIZED (
    SELECT company_id, content_id FROM embeddings.documents WHERE (company_id, content_id) > ($1, $2) ORDER BY company_id, content_id LIMIT $3
       FOR UPDATE),
  back AS (
    UPDATE embeddings.documents held
       SET state = CASE WHEN state = 'deleted' THEN 'deleted' ELSE 'pending' END, next_attempt_at = now(),
           lease_token = NULL, attempts = 0, error_code = NULL, error_message = NULL
      FROM piece WHERE held.company_id = piece.company_id AND held.content_id = piece.content_id)
  SELECT company_id, content_id FROM piece ORDER BY company_id DESC, content_id DESC LIMIT 1`;
const PIECE = 20_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

@Injectable()
export class SnapshotStore {
  /** The oldest that is not finished. */
  async open(tx: Tx): Promise<Snapshot | undefined> {
    const row = await tx.one<{ id: string; after_company_id: string | null; after_content_id: string }>(
      'SELECT id, after_company_id, after_content_id FROM embeddings.snapshots WHERE finished_at IS NULL ORDER BY id LIMIT 1',
    );
    const after = row?.after_company_id ? { company_id: row.after_company_id, content_id: row.after_content_id } : null;
    return row && { id: row.id, after };
  }

  async note(tx: Tx, contents: readonly (Place & { readonly revision: number })[]): Promise<void> {
    const column = <K extends 'company_id' | 'content_id' | 'revision'>(name: K) => contents.map((each) => each[name]);
    await tx.query(NOTE, [column('company_id'), column('content_id'), column('revision')]);
  }

  /** On to the place behind, or to its end. False where another replica has moved it meanwhile. */
  async move(tx: Tx, { id, after }: Snapshot, to: Place | null): Promise<boolean> {
    const text = `UPDATE embeddings.snapshots SET after_company_id = $2, after_content_id = $3,
        finished_at = CASE WHEN $2::uuid IS NULL THEN now() END
      WHERE id = $1 AND finished_at IS NULL AND after_content_id IS NOT DISTINCT FROM $4 RETURNING id`;
    const values = [id, to?.company_id ?? null, to?.content_id ?? null, after?.content_id ?? null];
    return (await tx.query(text, values)).length > 0;
  }
}

/** What is kept in ClickHouse of readers is told there once more. Locked in the order in which it is counted. */
const untell = (table: string, key: string) => `
  UPDATE embeddings.${table} SET is_told = false WHERE (company_id, ${key}) IN (
    SELECT company_id, ${key} FROM embeddings.${table} WHERE is_told ORDER BY company_id, ${key} FOR UPDATE)`;

/** Everything is indexed anew, and content is asked for what no event tells of any more. */
export async function setBackIndex(tx: Tx): Promise<void> {
  let after: Place | undefined = { company_id: FIRST, content_id: FIRST };
  while (after) after = await tx.one<Place>(SET_BACK, [after.company_id, after.content_id, PIECE]);
  await tx.query(untell('content_engagement', 'content_id'));
  await tx.query(untell('readers', 'user_id'));
  await tx.query('DELETE FROM embeddings.snapshots');
  await tx.query('INSERT INTO embeddings.snapshots DEFAULT VALUES');
}
