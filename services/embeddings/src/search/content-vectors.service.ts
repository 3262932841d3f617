import { Injectable } from '@nestjs/common';
import type { RequestContext } from '@smartcontent/contracts';
import { companyOf } from '../company.js';
import type { Engagement } from '../indexed-document.js';
import { type ContentCentroid, ContentVectorsStore, type NearestOptions } from './content-vectors.store.js';
import { type KnownContent, LiveContentsStore } from './live-contents.store.js';
import { SearchIndex } from './search-index.service.js';

/** Asked for beyond what is wanted: some may be deleted, which ClickHouse learns later. */
const SPARE = 100;

interface NearContent {
  readonly content_id: string;
  readonly title: string;
  readonly score: number;
}

/** The index as those see it who compare whole contents. */
@Injectable()
export class ContentVectors {
  constructor(
    private readonly vectors: ContentVectorsStore,
    private readonly live: LiveContentsStore,
    private readonly index: SearchIndex,
  ) {}

  /** What the chunks of each content have in the middle; of those that are indexed. Vectors of different models cannot be compared. */
  centroids(companyId: string, contentIds: readonly string[]): Promise<ContentCentroid[]> {
    return this.vectors.centroids(companyId, contentIds);
  }

  /** The contents with the chunks that are nearest by cosine, looked for among those of one model by their codes first. */
  async nearest(context: RequestContext, model: string, vector: Float32Array, options: NearestOptions): Promise<NearContent[]> {
    const near = await this.vectors.nearest(companyOf(context), model, vector, { ...options, limit: options.limit + SPARE });
    const ids = near.map(({ content_id }) => content_id);
    const titles = new Map((await this.known(context, ids, options.status)).map(({ content_id, title }) => [content_id, title]));
    return near
      .flatMap(({ content_id, score }) => {
        const title = titles.get(content_id);
        return title === undefined ? [] : [{ content_id, title, score }];
      })
      .slice(0, options.limit);
  }

  /** Titles and topics of those that are found and, where one is wanted, in this status. */
  async known(context: RequestContext, contentIds: readonly string[], wantedStatus: string | null): Promise<KnownContent[]> {
    const known = await this.live.known(context, contentIds);
    return wantedStatus === null ? known : known.filter(({ status }) => status === wantedStatus);
  }

  keepEngagement(engagements: readonly Engagement[]): Promise<void> {
    return this.index.keepEngagement(engagements);
  }
}
