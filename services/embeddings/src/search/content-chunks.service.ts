import { Injectable } from '@nestjs/common';
import type { RequestContext } from '@smartcontent/contracts';
import { companyOf } from '../company.js';
import { LiveContentsStore } from './live-contents.store.js';
import { SearchStore } from './search.store.js';

/** A piece of a content, with the vector that it has; one that could not be embedded yet has neither model nor vector. */
export interface ContentChunk {
  readonly text: string;
  readonly model: string | null;
  readonly vector: readonly number[];
}

/** A content as it is found now: texts of Postgres, vectors of ClickHouse. */
@Injectable()
export class ContentChunks {
  constructor(
    private readonly live: LiveContentsStore,
    private readonly store: SearchStore,
  ) {}

  /** Its first chunks, in their order; undefined where it is not indexed. */
  async of(context: RequestContext, contentId: string, most: number): Promise<{ title: string; chunks: ContentChunk[] } | undefined> {
    const content = await this.live.textsOf(context, contentId, most);
    if (!content) return undefined;
    const rows = await this.store.vectorsOf(companyOf(context), content.write_id, most);
    const byPlace = new Map(rows.map((row) => [row.chunk, row]));
    const chunks = content.texts.map((text, place) => {
      const { model = null, vector = [] } = byPlace.get(place) ?? {};
      return { text, model, vector };
    });
    return { title: content.title, chunks };
  }
}
