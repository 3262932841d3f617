import { Injectable } from '@nestjs/common';
import type { DocumentMetadata, IndexDocument, KeptIndexDocument } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';

const SHOWN = `content_id, source, state, revision, indexed_revision, model, chunks, attempts, error_code, error_message, next_attempt_at,
  indexed_at, created_at, updated_at`;

/** What is put here. */
export interface PutText {
  readonly companyId: string;
  readonly contentId: string;
  readonly title: string | null;
  readonly text: string;
  readonly metadata: DocumentMetadata;
}

/** Documents as requests see and change them, inside their company. */
@Injectable()
export class DocumentsStore {
  /** A content of the platform stays as it is, and nothing is returned. Whatever indexes the text before finds its lease gone. */
  async put(tx: Tx, { companyId, contentId, title, text, metadata }: PutText): Promise<IndexDocument | undefined> {
    return tx.one(
      `INSERT INTO documents AS held (company_id, content_id, source, revision, next_attempt_at, title, content_text, metadata)
       VALUES ($1, $2, 'api', 1, now(), $3, $4, $5)
       ON CONFLICT (company_id, content_id) DO UPDATE
         SET state = 'pending', revision = held.revision + 1, next_attempt_at = now(), lease_token = NULL, attempts = 0, error_code = NULL,
             error_message = NULL, title = excluded.title, content_text = excluded.content_text, metadata = excluded.metadata,
             updated_at = now()
         WHERE held.source = 'api'
       RETURNING ${SHOWN}`,
      [companyId, contentId, title, text, JSON.stringify(metadata)],
    );
  }

  find(tx: Tx, contentId: string): Promise<KeptIndexDocument | undefined> {
    return tx.one(
      `SELECT ${SHOWN}, title, content_text AS text, metadata FROM documents
        WHERE content_id = $1 AND NOT (state = 'deleted' AND next_attempt_at IS NULL)`,
      [contentId],
    );
  }

  lock(tx: Tx, contentId: string): Promise<IndexDocument | undefined> {
    return tx.one(`SELECT ${SHOWN} FROM documents WHERE content_id = $1 AND state <> 'deleted' FOR UPDATE`, [contentId]);
  }

  /** The row stays as a tombstone without the text, so that nothing older is taken for news. */
  async bury(tx: Tx, contentId: string): Promise<void> {
    await tx.query(
      `UPDATE documents SET state = 'deleted', revision = revision + 1, next_attempt_at = now(), lease_token = NULL, attempts = 0,
              error_code = NULL, error_message = NULL, title = NULL, content_text = NULL, metadata = NULL, updated_at = now()
        WHERE content_id = $1`,
      [contentId],
    );
  }

  page(tx: Tx, states: IndexDocument['state'][] | null, after: string | null, limit: number): Promise<IndexDocument[]> {
    return tx.query(
      `SELECT ${SHOWN} FROM documents
        WHERE ($1::text[] IS NULL OR state = ANY ($1)) AND ($2::uuid IS NULL OR content_id > $2)
          AND NOT (state = 'deleted' AND next_attempt_at IS NULL)
        ORDER BY content_id LIMIT $3`,
      [states, after, limit],
    );
  }
}
