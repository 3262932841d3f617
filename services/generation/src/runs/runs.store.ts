import { Injectable } from '@nestjs/common';
import { type InputOf, type ListGenerations, orderOf, type RunSummary } from '@smartcontent/contracts';
import { listStatement, type Tx } from '@smartcontent/database';
import { RUN_COLUMNS, type StoredRun, SUMMARY_COLUMNS } from '../run-columns.js';

export type NewRun = Pick<
  StoredRun,
  | 'id'
  | 'company_id'
  | 'user_id'
  | 'content_id'
  | 'is_new_content'
  | 'campaign_id'
  | 'content_type'
  | 'draft_type'
  | 'agent_name'
  | 'title'
  | 'request'
>;

@Injectable()
export class RunsStore {
  async insert(tx: Tx, run: NewRun): Promise<StoredRun> {
    const rows = await tx.query<StoredRun>(
      `INSERT INTO generation.runs
         (id, company_id, user_id, content_id, is_new_content, campaign_id, content_type, draft_type, agent_name, title, request)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING ${RUN_COLUMNS}`,
      [
        run.id,
        run.company_id,
        run.user_id,
        run.content_id,
        run.is_new_content,
        run.campaign_id,
        run.content_type,
        run.draft_type,
        run.agent_name,
        run.title,
        JSON.stringify(run.request),
      ],
    );
    return rows[0] as StoredRun;
  }

  find(tx: Tx, id: string): Promise<StoredRun | undefined> {
    return tx.one(`SELECT ${RUN_COLUMNS} FROM generation.runs WHERE id = $1`, [id]);
  }

  lock(tx: Tx, id: string): Promise<StoredRun | undefined> {
    return tx.one(`SELECT ${RUN_COLUMNS} FROM generation.runs WHERE id = $1 FOR UPDATE`, [id]);
  }

  /** What it wrote; null where it has written nothing. */
  findWritten(tx: Tx, id: string): Promise<(StoredRun & { readonly output: string | null }) | undefined> {
    return tx.one(`SELECT ${RUN_COLUMNS}, output FROM generation.runs WHERE id = $1`, [id]);
  }

  /** Ids grow with time. */
  list(tx: Tx, { limit, status, user_id, content_id, sort }: InputOf<typeof ListGenerations>, after: string | null): Promise<RunSummary[]> {
    const { text, values } = listStatement({
      columns: SUMMARY_COLUMNS,
      table: 'generation.runs',
      equal: { status, user_id, content_id },
      order: orderOf(sort),
      after: after === null ? null : [after],
      limit,
    });
    return tx.query(text, values);
  }

  /** Whoever holds its lease has lost it. */
  async cancel(tx: Tx, id: string): Promise<StoredRun> {
    const rows = await tx.query<StoredRun>(
      `UPDATE generation.runs
          SET status = 'cancelled', error_code = 'CANCELLED', wake_at = NULL, lease_token = NULL, revision = revision + 1, finished_at = clock_timestamp()
        WHERE id = $1 RETURNING ${RUN_COLUMNS}`,
      [id],
    );
    return rows[0] as StoredRun;
  }
}
