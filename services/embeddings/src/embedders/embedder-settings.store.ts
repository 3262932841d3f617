import { Injectable } from '@nestjs/common';
import type { Tx } from '@smartcontent/database';
import type { EmbedderChoice } from './embedder-settings.entity.js';

export interface KeptChoice extends EmbedderChoice {
  readonly former: EmbedderChoice | null;
  readonly updated_at: string;
}

const COLUMNS = 'provider, model, dimensions, asks_for_dimensions, former, updated_at';

@Injectable()
export class EmbedderSettingsStore {
  find(tx: Tx): Promise<KeptChoice | undefined> {
    return tx.one(`SELECT ${COLUMNS} FROM embedder_settings`);
  }

  /** Of two changes at the same time one waits for the other, also where there are no settings yet. */
  async lock(tx: Tx, companyId: string): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('embedder of ' || $1, 0))`, [companyId]);
  }

  async keep(tx: Tx, companyId: string, choice: EmbedderChoice, former: EmbedderChoice | null): Promise<KeptChoice> {
    const { provider, model, dimensions, asks_for_dimensions } = choice;
    const rows = await tx.query<KeptChoice>(
      `INSERT INTO embedder_settings (company_id, provider, model, dimensions, asks_for_dimensions, former) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (company_id) DO UPDATE
         SET provider = excluded.provider, model = excluded.model, dimensions = excluded.dimensions,
             asks_for_dimensions = excluded.asks_for_dimensions, former = excluded.former, updated_at = now()
       RETURNING ${COLUMNS}`,
      [companyId, provider, model, dimensions, asks_for_dimensions, former && JSON.stringify(former)],
    );
    return rows[0] as KeptChoice;
  }

  /** All documents of the company are to be indexed anew. What is under way loses its lease: it was embedded by the former choice. */
  async indexAnew(tx: Tx): Promise<void> {
    await tx.query(
      `UPDATE documents SET state = 'pending', next_attempt_at = now(), lease_token = NULL, attempts = 0, error_code = NULL, error_message = NULL
        WHERE state <> 'deleted'`,
    );
  }

  /** Whoever gives the same settings again has mended something else, such as the key. */
  async retryFailed(tx: Tx): Promise<void> {
    await tx.query(`UPDATE documents SET next_attempt_at = now(), attempts = 0 WHERE state = 'failed'`);
  }

  async countWaiting(tx: Tx, embedder: string): Promise<number> {
    const row = await tx.one<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM documents WHERE state <> 'deleted' AND model IS DISTINCT FROM $1`,
      [embedder],
    );
    return row?.waiting ?? 0;
  }

  async isInUse(tx: Tx, embedder: string): Promise<boolean> {
    return (await tx.one(`SELECT 1 FROM documents WHERE state <> 'deleted' AND model = $1 LIMIT 1`, [embedder])) !== undefined;
  }
}
