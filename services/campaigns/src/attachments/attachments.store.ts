import { Injectable } from '@nestjs/common';
import type { Tx } from '@smartcontent/database';

export interface ContentRow {
  readonly company_id: string;
  readonly content_id: string;
  readonly campaign_id: string;
  readonly status: string;
  readonly told_at: string;
}
export interface PostRow extends ContentRow {
  readonly post_id: string;
  readonly platform: string;
}

/** One parameter a column, so that the text is the same for any number of rows. */
const KEEP_CONTENTS = `INSERT INTO campaign_contents (company_id, content_id, campaign_id, status, told_at)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[])
  ON CONFLICT ON CONSTRAINT campaign_contents_pk
    DO UPDATE SET campaign_id = excluded.campaign_id, status = excluded.status, told_at = excluded.told_at`;
const KEEP_POSTS = `INSERT INTO campaign_posts (company_id, content_id, campaign_id, status, told_at, post_id, platform)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::uuid[], $7::text[])
  ON CONFLICT ON CONSTRAINT campaign_posts_pk DO UPDATE SET status = excluded.status, told_at = excluded.told_at`;

@Injectable()
export class AttachmentsStore {
  async keepContents(tx: Tx, rows: readonly ContentRow[]): Promise<void> {
    if (rows.length > 0) await tx.query(KEEP_CONTENTS, contentColumns(rows));
  }

  async dropContents(tx: Tx, rows: readonly Pick<ContentRow, 'company_id' | 'content_id'>[]): Promise<void> {
    if (rows.length === 0) return;
    await tx.query(`DELETE FROM campaign_contents WHERE (company_id, content_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))`, [
      rows.map(({ company_id }) => company_id),
      rows.map(({ content_id }) => content_id),
    ]);
  }

  async keepPosts(tx: Tx, rows: readonly PostRow[]): Promise<void> {
    if (rows.length === 0) return;
    await tx.query(KEEP_POSTS, [...contentColumns(rows), rows.map(({ post_id }) => post_id), rows.map(({ platform }) => platform)]);
  }
}

function contentColumns(rows: readonly ContentRow[]): unknown[] {
  const column = (name: keyof ContentRow) => rows.map((row) => row[name]);
  return [column('company_id'), column('content_id'), column('campaign_id'), column('status'), column('told_at')];
}

/** What came of events from an instant on, of every company. */
export async function deleteAttachments(tx: Tx, source: string, from: string): Promise<void> {
  await tx.query(`DELETE FROM ${source === 'content' ? 'campaign_contents' : 'campaign_posts'} WHERE told_at >= $1`, [from]);
}
