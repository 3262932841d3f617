import { Injectable } from '@nestjs/common';
import type { IndexedContent, OutputOf, PageForIndex, RequestContext } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';

/** Without a text where the texts in front of it fill the answer already. */
type FeedRow = Omit<IndexedContent, 'topics'> & { readonly has_room: boolean; readonly topics: unknown };
type Page = OutputOf<typeof PageForIndex>['items'];

/** Texts that certainly have no room are not read at all: there may be a hundred of 700 KB. */
const READ = `
  SELECT id, user_id, title, CASE WHEN before < $2 THEN content_text END AS content_text, content_type, platform, status, quality_score::float8,
         revision, created_at, updated_at, published_at, metadata -> 'topics' AS topics, before < $2 AS has_room
    FROM (SELECT *, sum(octet_length(coalesce(content_text, ''))) OVER (ORDER BY id) - octet_length(coalesce(content_text, '')) AS before
            FROM content.content WHERE id = ANY ($1::uuid[])) measured
   ORDER BY id`;

@Injectable()
export class IndexFeedStore {
  constructor(private readonly database: Database) {}

  read(context: RequestContext, contentIds: readonly string[], bytes: number): Promise<FeedRow[]> {
    return this.database.withTenant(context, (tx) => tx.query(READ, [contentIds, bytes]));
  }

  /** Of every company where none is named. */
  page(companyId: string | null, after: { readonly company_id: string; readonly content_id: string } | null, limit: number): Promise<Page> {
    return this.database.withSystem('tell the index which contents there are', (tx) =>
      tx.query(
        `SELECT company_id, id AS content_id, revision FROM content.content
          WHERE ($1::uuid IS NULL OR (company_id, id) > ($1::uuid, $2::uuid)) AND ($4::uuid IS NULL OR company_id = $4) ORDER BY company_id, id LIMIT $3`,
        [after?.company_id ?? null, after?.content_id ?? null, limit, companyId],
      ),
    );
  }
}
