import { Injectable } from '@nestjs/common';
import type { Engagement } from '../indexed-document.js';
import {
  type ContentCentroid,
  type ContentTopics,
  ContentVectorsStore,
  type LiveContent,
  type NearContent,
  type NearestOptions,
} from './content-vectors.store.js';
import { SearchIndex } from './search-index.service.js';

/** The index as those see it who compare whole contents. */
@Injectable()
export class ContentVectors {
  constructor(
    private readonly vectors: ContentVectorsStore,
    private readonly index: SearchIndex,
  ) {}

  /** What the chunks of each content have in the middle; of those that are indexed. Vectors of different models cannot be compared. */
  centroids(companyId: string, contentIds: readonly string[]): Promise<ContentCentroid[]> {
    return this.vectors.centroids(companyId, contentIds);
  }

  /** Of those that are indexed. */
  topics(companyId: string, contentIds: readonly string[]): Promise<ContentTopics[]> {
    return this.vectors.topics(companyId, contentIds);
  }

  /** The contents with the chunks that are nearest by cosine, looked for among those of one model by their codes first. */
  nearest(companyId: string, model: string, vector: Float32Array, options: NearestOptions): Promise<NearContent[]> {
    return this.vectors.nearest(companyId, model, vector, options);
  }

  /** Titles of those that are indexed and, where one is wanted, in this status. */
  live(companyId: string, contentIds: readonly string[], status: string | null): Promise<LiveContent[]> {
    return this.vectors.live(companyId, contentIds, status);
  }

  keepEngagement(engagements: readonly Engagement[]): Promise<void> {
    return this.index.keepEngagement(engagements);
  }
}
