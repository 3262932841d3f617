import { Injectable } from '@nestjs/common';
import { ClickHouse, defineQuery } from '@smartcontent/clickhouse';
import type { RequestContext } from '@smartcontent/contracts';
import { z } from 'zod';
import { ContentChunks } from '../search/content-chunks.service.js';
import { embeddedText } from '../text/chunk-text.js';

/** A text has no more chunks. */
const ALL = 65_535;

/** A version holds the revision above its lowest 20 bits (see search-index.store.ts). */
const revisionsQuery = defineQuery({
  name: 'indexing.revisions',
  sql: `SELECT content_id, intDiv(version, 1048576) AS revision, is_deleted, toString(write_id) AS write FROM search_documents FINAL
    WHERE company_id = {company_id:UUID} AND content_id IN {content_ids:Array(UUID)}`,
  params: z.object({ company_id: z.uuid(), content_ids: z.array(z.uuid()) }),
  row: z.object({ content_id: z.uuid(), revision: z.number(), is_deleted: z.boolean(), write: z.string() }),
});
type HeldRevision = z.output<typeof revisionsQuery.row>;

/** What the index has already: vectors by what was embedded, and revisions. */
@Injectable()
export class KeptVectors {
  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly contents: ContentChunks,
  ) {}

  /** The newest of each, be it a text or its tombstone. */
  async revisions(companyId: string, contentIds: readonly string[]): Promise<Map<string, HeldRevision>> {
    const rows = await this.clickhouse.run(revisionsQuery, { company_id: companyId, content_ids: [...contentIds] });
    return new Map(rows.map((row) => [row.content_id, row]));
  }

  /** Of what is found now. */
  async of(context: RequestContext, contentId: string, model: string): Promise<Map<string, Float32Array>> {
    const content = await this.contents.of(context, contentId, ALL);
    const kept = content?.chunks.filter((chunk) => chunk.model === model) ?? [];
    return new Map(kept.map(({ text, vector }) => [embeddedText(content?.title ?? '', text), Float32Array.from(vector)]));
  }
}
