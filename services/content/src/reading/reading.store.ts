import { Injectable } from '@nestjs/common';
import {
  type Content,
  type ContentSummary,
  type InputOf,
  type ListContent,
  type OutputOf,
  orderOf,
  type RequestContext,
  type SearchContent,
} from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';

/** The functions stand in the migrations: each read is one round trip. */
@Injectable()
export class ReadingStore {
  constructor(private readonly database: Database) {}

  async get(context: RequestContext, contentId: string): Promise<Content | undefined> {
    return (await this.database.readTenant<Content>(context, 'get_content', [contentId]))[0];
  }

  /** From beyond the instant and id of `after`. */
  page(context: RequestContext, input: InputOf<typeof ListContent>, after: [string, string] | null): Promise<ContentSummary[]> {
    const { field, isDescending } = orderOf(input.sort);
    const [at, id] = after ?? [null, null];
    return this.database.readTenant(context, 'page_content', [
      input.status ?? null,
      input.content_type ?? null,
      input.user_id ?? null,
      input.campaign_id ?? null,
      [input.created_at_from ?? null, input.created_at_to ?? null],
      [input.updated_at_from ?? null, input.updated_at_to ?? null],
      field,
      isDescending,
      at,
      id,
      input.limit,
    ]);
  }

  search(context: RequestContext, q: string, limit: number): Promise<OutputOf<typeof SearchContent>['items']> {
    return this.database.readTenant(context, 'search_content', [q, limit]);
  }
}
