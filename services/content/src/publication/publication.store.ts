import { Injectable } from '@nestjs/common';
import type { ContentSummary } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';

/** What this service remembers of a post: just enough to derive the instants of its content. */
export interface ContentPost {
  readonly company_id: string;
  readonly content_id: string;
  readonly post_id: string;
  readonly post_revision: number;
  readonly version_id: string;
  readonly platform: string;
  readonly status: 'pending' | 'published' | 'stopped';
  readonly scheduled_time: string;
  readonly published_at: string | null;
}

type Instants = Pick<ContentSummary, 'scheduled_for' | 'published_at'>;

const SAVE_POST = `
  INSERT INTO content.content_posts AS known
    (company_id, content_id, post_id, post_revision, version_id, platform, status, scheduled_time, published_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT (company_id, content_id, post_id) DO UPDATE SET
     post_revision = excluded.post_revision, version_id = excluded.version_id, platform = excluded.platform,
     status = excluded.status, scheduled_time = excluded.scheduled_time, published_at = excluded.published_at
   WHERE known.post_revision < excluded.post_revision
  RETURNING post_id`;

const INSTANTS = `
  SELECT min(scheduled_time) FILTER (WHERE status = 'pending') AS scheduled_for, min(published_at) AS published_at
    FROM content.content_posts WHERE company_id = $1 AND content_id = $2`;

const SAVE = `
  UPDATE content.content SET status = $3, scheduled_for = $4, published_at = $5, revision = $6, updated_at = clock_timestamp()
   WHERE company_id = $1 AND id = $2`;

@Injectable()
export class PublicationStore {
  /** False where this state of the post, or a later one, is known already. */
  async savePost(tx: Tx, post: ContentPost): Promise<boolean> {
    const { company_id, content_id, post_id, post_revision, version_id, platform, status, scheduled_time, published_at } = post;
    const values = [company_id, content_id, post_id, post_revision, version_id, platform, status, scheduled_time, published_at];
    return (await tx.query(SAVE_POST, values)).length > 0;
  }

  /** When the next post leaves and when the first one left. */
  async instants(tx: Tx, { company_id, content_id }: ContentPost): Promise<Instants> {
    return (await tx.query<Instants>(INSTANTS, [company_id, content_id]))[0] as Instants;
  }

  async versionHash(tx: Tx, { company_id, content_id, version_id }: ContentPost): Promise<string | undefined> {
    const text = 'SELECT hash FROM content.content_versions WHERE company_id = $1 AND content_id = $2 AND id = $3';
    return (await tx.one<{ hash: string }>(text, [company_id, content_id, version_id]))?.hash;
  }

  async save(tx: Tx, { company_id, id, status, scheduled_for, published_at, revision }: ContentSummary): Promise<void> {
    await tx.query(SAVE, [company_id, id, status, scheduled_for, published_at, revision]);
  }
}
