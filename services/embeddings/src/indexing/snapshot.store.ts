import { Injectable } from '@nestjs/common';
import type { Tx } from '@smartcontent/database';
import { SNAPSHOT_PHASES, type SnapshotEntity } from './snapshot.entity.js';

export interface Place {
  readonly company_id: string;
  readonly content_id: string;
}

export interface Snapshot {
  readonly id: string;
  readonly phase: SnapshotEntity['phase'];
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

/** The next rows of a table by their keys, changed; answers the last of them. */
const piece = (table: string, key: string, change: string) => `
  WITH piece AS MATERIALIZED (
    SELECT company_id, ${key} FROM embeddings.${table} WHERE (company_id, ${key}) > ($1, $2) ORDER BY company_id, ${key} LIMIT $3 FOR UPDATE),
  back AS (UPDATE embeddings.${table} held SET ${change} FROM piece WHERE held.company_id = piece.company_id AND held.${key} = piece.${key})
  SELECT company_id, ${key} AS content_id FROM piece ORDER BY company_id DESC, ${key} DESC LIMIT 1`;

/** Everything that was indexed once, and each tombstone; and what is kept of readers in ClickHouse is told there once more. */
const SET_BACK = {
  // `model` stays: it tells which embedder still answers.
  documents: piece(
    'documents',
    'content_id',
    `state = CASE WHEN state = 'deleted' THEN 'deleted' ELSE 'pending' END, next_attempt_at = now(), lease_token = NULL, attempts = 0,
     error_code = NULL, error_message = NULL`,
  ),
  engagement: piece('content_engagement', 'content_id', 'is_told = false'),
  readers: piece('readers', 'user_id', 'is_told = false'),
};
const STANDS_AT = 'phase = $2 AND after_content_id IS NOT DISTINCT FROM $3';
const PIECE = 5_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

@Injectable()
export class SnapshotStore {
  /** The oldest that is not finished. */
  async open(tx: Tx): Promise<Snapshot | undefined> {
    const row = await tx.one<Pick<Snapshot, 'id' | 'phase'> & { after_company_id: string | null; after_content_id: string }>(
      'SELECT id, phase, after_company_id, after_content_id FROM embeddings.snapshots WHERE finished_at IS NULL ORDER BY id LIMIT 1',
    );
    const after = row?.after_company_id ? { company_id: row.after_company_id, content_id: row.after_content_id } : null;
    return row && { id: row.id, phase: row.phase, after };
  }

  async note(tx: Tx, contents: readonly (Place & { readonly revision: number })[]): Promise<void> {
    const column = <K extends 'company_id' | 'content_id' | 'revision'>(name: K) => contents.map((each) => each[name]);
    await tx.query(NOTE, [column('company_id'), column('content_id'), column('revision')]);
  }

  /** The next piece of what there is, to be indexed or told once more. Nothing where another replica has moved it meanwhile. */
  async setBack(tx: Tx, snapshot: Snapshot, phase: keyof typeof SET_BACK): Promise<void> {
    const { id, after } = snapshot;
    const stands = `SELECT 1 FROM embeddings.snapshots WHERE id = $1 AND ${STANDS_AT} FOR UPDATE`;
    if (!(await tx.one(stands, [id, phase, after?.content_id ?? null]))) return;
    const last = await tx.one<Place>(SET_BACK[phase], [after?.company_id ?? FIRST, after?.content_id ?? FIRST, PIECE]);
    await this.move(tx, snapshot, last ?? null);
  }

  /** On to the place behind, to the next phase, or to its end. False where another replica has moved it meanwhile. */
  async move(tx: Tx, { id, phase, after }: Snapshot, to: Place | null): Promise<boolean> {
    const next = to ? phase : SNAPSHOT_PHASES[SNAPSHOT_PHASES.indexOf(phase) + 1];
    const text = `UPDATE embeddings.snapshots SET after_company_id = $4, after_content_id = $5, phase = coalesce($6, phase),
        finished_at = CASE WHEN $6::text IS NULL THEN now() END
      WHERE id = $1 AND finished_at IS NULL AND ${STANDS_AT} RETURNING id`;
    const values = [id, phase, after?.content_id ?? null, to?.company_id ?? null, to?.content_id ?? null, next ?? null];
    return (await tx.query(text, values)).length > 0;
  }
}

/** Everything is to be indexed anew, piece by piece, and content to be asked for what no event tells of any more. */
export async function setBackIndex(tx: Tx): Promise<void> {
  await tx.query('DELETE FROM embeddings.snapshots');
  await tx.query('INSERT INTO embeddings.snapshots (phase) VALUES ($1)', [SNAPSHOT_PHASES[0]]);
}
