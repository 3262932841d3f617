import { Injectable } from '@nestjs/common';
import { ClickHouse } from '@smartcontent/clickhouse';
import type { SearchFilters } from '@smartcontent/contracts';
import { type FilterParams, frequentTermsQuery, rankings, termsQuery, vectorsQuery } from './search-queries.view.js';
import { VectorCoder, vectorBase64 } from './vector-code.js';
import type { WeighedTerms } from './weigh-terms.js';

/** The chunk of a write that was found. */
export interface Hit {
  readonly writeId: string;
  readonly chunk: number;
}
export interface NearHit extends Hit {
  readonly similarity: number;
}

/** What the codes put in front is compared exactly: of the ten nearest of 100,000 nearly all are among so many. */
const CANDIDATES = 800;
/** The server takes a list of that many as it is. */
const MOST_TERMS_ASKED = 500;

/** All reading of the search index. Filters of null mean: also what is not live any more. */
@Injectable()
export class SearchStore {
  constructor(private readonly clickhouse: ClickHouse) {}

  /** How many contents hold each term; under the empty one, how many there are. */
  async contentsOf(companyId: string, terms: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.clickhouse.run(termsQuery, { company_id: companyId, terms: terms.slice(0, MOST_TERMS_ASKED) });
    return new Map(rows.map(({ term, contents }) => [term, contents]));
  }

  /** The same of the terms that most contents hold. */
  async frequentTerms(companyId: string, limit: number): Promise<Map<string, number>> {
    const rows = await this.clickhouse.run(frequentTermsQuery, { company_id: companyId, limit });
    return new Map(rows.map(({ term, contents }) => [term, contents]));
  }

  async byWord(companyId: string, { terms, weights, asked }: WeighedTerms, filters: SearchFilters | null, limit: number): Promise<Hit[]> {
    if (terms.length === 0) return [];
    const params = { company_id: companyId, terms: terms.slice(0, asked), weights: weights.slice(0, asked), limit };
    const rows = filters
      ? await this.clickhouse.run(rankings.byWordNarrowed, { ...params, ...paramsOf(filters) })
      : await this.clickhouse.run(rankings.byWord, params);
    return rows.map(({ write_id, chunk }) => ({ writeId: write_id, chunk }));
  }

  async byMeaning(
    companyId: string,
    { model, vector }: { readonly model: string; readonly vector: Float32Array },
    filters: SearchFilters | null,
    limit: number,
  ): Promise<NearHit[]> {
    const [plane_0 = '', plane_1 = '', plane_2 = '', plane_3 = ''] = VectorCoder.of(vector.length).queryOf(vector);
    const planes = { plane_0, plane_1, plane_2, plane_3 };
    const params = { company_id: companyId, model, vector: vectorBase64(vector), ...planes, candidates: CANDIDATES, limit };
    const rows = filters
      ? await this.clickhouse.run(rankings.byMeaningNarrowed, { ...params, ...paramsOf(filters) })
      : await this.clickhouse.run(rankings.byMeaning, params);
    return rows.map(({ write_id, chunk, similarity }) => ({ writeId: write_id, chunk, similarity }));
  }

  /** The vectors of one write's first chunks, by the places of those that have one. */
  vectorsOf(companyId: string, writeId: string, most: number) {
    return this.clickhouse.run(vectorsQuery, { company_id: companyId, write_id: BigInt(writeId), most_chunks: most });
  }
}

function paramsOf(filters: SearchFilters): FilterParams {
  return {
    user_id: filters.user_id ?? null,
    content_type: filters.content_type ?? null,
    platform: filters.platform ?? null,
    status: filters.status ?? null,
    topics: filters.topics ?? [],
    created_from: filters.created_from ?? null,
    created_to: filters.created_to ?? null,
    published_from: filters.published_from ?? null,
    published_to: filters.published_to ?? null,
    min_quality_score: filters.min_quality_score ?? null,
    min_engagement_score: filters.min_engagement_score ?? null,
  };
}
