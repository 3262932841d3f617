import { Injectable } from '@nestjs/common';
import {
  AppError,
  type Content,
  type InputOf,
  type ListContent,
  type OutputOf,
  orderOf,
  type RequestContext,
  type SearchContent,
} from '@smartcontent/contracts';
import { listOf, readPage } from '@smartcontent/database';
import { ServiceConfig } from '@smartcontent/service';
import { ContentService } from '../content/content.service.js';
import { companyOf } from '../permissions.js';
import { ReadingStore } from './reading.store.js';

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
  list(input: InputOf<typeof ListContent>, context: RequestContext): Promise<OutputOf<typeof ListContent>> {
    return readPage(
      { cursorKey: this.config.cursorKey, list: listOf('content', input), ...input },
      (limit, after: [string, string] | null) => this.store.page(context, { ...input, limit }, after),
      (row) => [row[orderOf(input.sort).field], row.id],
    );
  }

  async search({ q, limit }: InputOf<typeof SearchContent>, context: RequestContext): Promise<OutputOf<typeof SearchContent>> {
    return { items: await this.store.search(context, q, limit) };
  }
}
