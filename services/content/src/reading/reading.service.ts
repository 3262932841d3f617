import { Injectable } from '@nestjs/common';
import {
  AppError,
  type Content,
  type InputOf,
  type ListContent,
  type OutputOf,
  type RequestContext,
  type SearchContent,
} from '@smartcontent/contracts';
import { decodeCursor, encodeCursor } from '@smartcontent/database';
import { ServiceConfig } from '@smartcontent/service';
import { ContentService } from '../content/content.service.js';
import { companyOf } from '../permissions.js';
import { ReadingStore } from './reading.store.js';

const LIST = 'content';

@Injectable()
export class ReadingService {
  constructor(
    private readonly content: ContentService,
    private readonly store: ReadingStore,
    private readonly config: ServiceConfig,
  ) {}

  async get(contentId: string, context: RequestContext): Promise<Content> {
    const content = await this.content.cached(companyOf(context), contentId, () => this.store.get(context, contentId));
    if (!content) throw new AppError('CONTENT_NOT_FOUND');
    return content;
  }

  /** Bounded by its count alone: a summary is 4 KB at most (a title of 500 characters), so 100 of them fit into one message. */
  async list({ limit, cursor, ...filters }: InputOf<typeof ListContent>, context: RequestContext): Promise<OutputOf<typeof ListContent>> {
    const after = cursor === undefined ? null : (decodeCursor(this.config.cursorKey, LIST, cursor) as [string, string]);
    const rows = await this.store.page(context, filters, after, limit + 1);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const hasMore = rows.length > limit && last;
    return { items, next_cursor: hasMore ? encodeCursor(this.config.cursorKey, LIST, [last.created_at, last.id]) : null };
  }

  async search({ q, limit }: InputOf<typeof SearchContent>, context: RequestContext): Promise<OutputOf<typeof SearchContent>> {
    return { items: await this.store.search(context, q, limit) };
  }
}
