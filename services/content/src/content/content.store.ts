import { Injectable } from '@nestjs/common';
import type { Content, ContentSummary } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { CONTENT_COLUMNS, SUMMARY_COLUMNS } from '../content-columns.js';

const LOCK = `SELECT ${SUMMARY_COLUMNS} FROM content.content WHERE company_id = $1 AND id = $2 FOR UPDATE`;
const LOCK_WITH_TEXT = `SELECT ${CONTENT_COLUMNS} FROM content.content WHERE company_id = $1 AND id = $2 FOR UPDATE`;

@Injectable()
export class ContentStore {
  /** The row stays locked until the transaction ends, so that two writers never decide on the same revision. */
  lock(tx: Tx, companyId: string, contentId: string): Promise<ContentSummary | undefined> {
    return tx.one(LOCK, [companyId, contentId]);
  }

  lockWithText(tx: Tx, companyId: string, contentId: string): Promise<Content | undefined> {
    return tx.one(LOCK_WITH_TEXT, [companyId, contentId]);
  }
}
