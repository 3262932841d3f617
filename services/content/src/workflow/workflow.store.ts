import { Injectable } from '@nestjs/common';
import type { ContentSummary } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { SUMMARY_COLUMNS } from '../content-columns.js';

const IS_EMPTY = `
  SELECT btrim(coalesce(title, '') || coalesce(content_text, ''), E' \\t\\r\\n') = '' AS is_empty
    FROM content.content WHERE company_id = $1 AND id = $2`;

const MOVE = `
  UPDATE content.content SET status = $3, approved_version_id = $4, revision = $5, updated_at = clock_timestamp()
   WHERE company_id = $1 AND id = $2
  RETURNING ${SUMMARY_COLUMNS}`;

const APPROVE = `
  WITH version AS (
    UPDATE content.content_versions SET approved_by = $6, approved_at = clock_timestamp()
     WHERE company_id = $1 AND content_id = $2 AND id = $4)
  ${MOVE}`;

const WITHDRAW_APPROVALS = `
  UPDATE content.content_versions SET approved_by = NULL, approved_at = NULL
   WHERE company_id = $1 AND content_id = $2 AND approved_at IS NOT NULL`;

@Injectable()
export class WorkflowStore {
  /** Neither a title nor a text. */
  async isEmpty(tx: Tx, { company_id, id }: ContentSummary): Promise<boolean> {
    const row = await tx.one<{ is_empty: boolean }>(IS_EMPTY, [company_id, id]);
    return row?.is_empty ?? true;
  }

  async move(tx: Tx, after: ContentSummary): Promise<ContentSummary> {
    return (await tx.query<ContentSummary>(MOVE, moveValues(after)))[0] as ContentSummary;
  }

  async approve(tx: Tx, after: ContentSummary, reviewerId: string): Promise<ContentSummary> {
    return (await tx.query<ContentSummary>(APPROVE, [...moveValues(after), reviewerId]))[0] as ContentSummary;
  }

  async withdrawApprovals(tx: Tx, { company_id, id }: ContentSummary): Promise<void> {
    await tx.query(WITHDRAW_APPROVALS, [company_id, id]);
  }
}

function moveValues({ company_id, id, status, approved_version_id, revision }: ContentSummary): unknown[] {
  return [company_id, id, status, approved_version_id, revision];
}
