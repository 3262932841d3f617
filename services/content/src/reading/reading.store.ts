import { Injectable } from '@nestjs/common';
import type { Content, ContentSummary, InputOf, ListContent, OutputOf, RequestContext, SearchContent } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';

type Filters = Pick<InputOf<typeof ListContent>, 'status' | 'content_type' | 'user_id'>;

/** The functions stand in the migrations: each read is one round trip. */
@Injectable()
export class ReadingStore {
  constructor(private readonly database: Database) {}

  async get(context: RequestContext, contentId: string): Promise<Content | undefined> {
    return (await this.database.readTenant<Content>(context, 'get_content', [contentId]))[0];
  }

  /** Newest first, from below the instant and id of `after`. */
  page(context: RequestContext, filters: Filters, after: [string, string] | null, limit: number): Promise<ContentSummary[]> {
    const { status = null, content_type = null, user_id = null } = filters;
    const [createdAt, id] = after ?? [null, null];
    return this.database.readTenant(context, 'list_content', [status, content_type, user_id, createdAt, id, limit]);
  }

  search(context: RequestContext, q: string, limit: number): Promise<OutputOf<typeof SearchContent>['items']> {
    return this.database.readTenant(context, 'search_content', [q, limit]);
  }
}
