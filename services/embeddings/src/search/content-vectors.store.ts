import { Injectable } from '@nestjs/common';
import { ClickHouse, defineQuery } from '@smartcontent/clickhouse';
import { z } from 'zod';
import { NEARNESS, SIMILARITY } from './search-queries.view.js';
import { VectorCoder, vectorBase64 } from './vector-code.js';

/** Chunks that their codes put in front and that are compared exactly, as many as in a search by meaning. */
const CANDIDATES = 800;

const LIVE = `SELECT content_id, write_id AS live_write, model AS live_model, status, topics
  FROM search_documents FINAL WHERE company_id = {company_id:UUID} AND NOT is_deleted`;

const centroidsQuery = defineQuery({
  name: 'search.centroids',
  sql: `WITH live AS (${LIVE} AND content_id IN {content_ids:Array(UUID)})
    SELECT content_id, model, topics, avgForEach(vector) AS vector
    FROM content_embeddings INNER JOIN live USING (content_id)
    WHERE company_id = {company_id:UUID} AND (model, write_id) IN (SELECT live_model, live_write FROM live)
    GROUP BY content_id, model, topics`,
  params: z.object({ company_id: z.uuid(), content_ids: z.array(z.uuid()) }),
  row: z.object({ content_id: z.uuid(), model: z.string(), topics: z.array(z.string()), vector: z.array(z.number()) }),
  maxSeconds: 10,
  maxMemoryBytes: 1024 ** 3,
});
export type ContentCentroid = z.output<typeof centroidsQuery.row>;

const nearestQuery = defineQuery({
  name: 'search.nearest-contents',
  sql: `WITH live AS (${LIVE} AND NOT content_id IN {except_ids:Array(UUID)}
      AND ({status:Nullable(String)} IS NULL OR status = {status:Nullable(String)}))
    SELECT content_id, max(similarity) AS score FROM (
      SELECT content_id, ${SIMILARITY} AS similarity FROM (
        SELECT content_id, vector FROM content_embeddings
        WHERE company_id = {company_id:UUID} AND model = {model:String} AND write_id IN (SELECT live_write FROM live)
        ORDER BY ${NEARNESS} DESC LIMIT ${CANDIDATES}))
    GROUP BY content_id HAVING score > -1 ORDER BY score DESC, content_id LIMIT {limit:UInt32}`,
  params: z.object({
    company_id: z.uuid(),
    model: z.string(),
    vector: z.string(),
    plane_0: z.string(),
    plane_1: z.string(),
    plane_2: z.string(),
    plane_3: z.string(),
    except_ids: z.array(z.uuid()),
    status: z.string().nullable(),
    limit: z.number().int(),
  }),
  row: z.object({ content_id: z.uuid(), score: z.number() }),
  maxSeconds: 10,
  maxMemoryBytes: 1024 ** 3,
});

export type NearId = z.output<typeof nearestQuery.row>;

export interface NearestOptions {
  readonly exceptContentIds: readonly string[];
  readonly status: string | null;
  readonly limit: number;
}

/** Contents as wholes, in ClickHouse. */
@Injectable()
export class ContentVectorsStore {
  constructor(private readonly clickhouse: ClickHouse) {}

  centroids(companyId: string, contentIds: readonly string[]): Promise<ContentCentroid[]> {
    return this.clickhouse.run(centroidsQuery, { company_id: companyId, content_ids: [...contentIds] });
  }

  nearest(companyId: string, model: string, vector: Float32Array, { exceptContentIds, status, limit }: NearestOptions): Promise<NearId[]> {
    const [plane_0 = '', plane_1 = '', plane_2 = '', plane_3 = ''] = VectorCoder.of(vector.length).queryOf(vector);
    const wanted = { vector: vectorBase64(vector), plane_0, plane_1, plane_2, plane_3 };
    return this.clickhouse.run(nearestQuery, {
      ...{ company_id: companyId, model, ...wanted },
      ...{ except_ids: [...exceptContentIds], status, limit },
    });
  }
}
