import { Injectable } from '@nestjs/common';
import { ClickHouse, defineQuery } from '@smartcontent/clickhouse';
import { z } from 'zod';
import { embeddedText } from '../text/chunk-text.js';

const keptVectorsQuery = defineQuery({
  name: 'indexing.kept-vectors',
  sql: `SELECT text, vector, (SELECT title FROM search_documents FINAL
      WHERE company_id = {company_id:UUID} AND content_id = {document_id:UUID}) AS title FROM content_embeddings
    WHERE company_id = {company_id:UUID} AND model = {model:String} AND write_id IN (
      SELECT write_id FROM search_documents FINAL
       WHERE company_id = {company_id:UUID} AND content_id = {document_id:UUID} AND NOT is_deleted)`,
  params: z.object({ company_id: z.uuid(), document_id: z.uuid(), model: z.string() }),
  row: z.object({ text: z.string(), vector: z.array(z.number()), title: z.string() }),
});

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
  constructor(private readonly clickhouse: ClickHouse) {}

  /** The newest of each, be it a text or its tombstone. */
  async revisions(companyId: string, contentIds: readonly string[]): Promise<Map<string, HeldRevision>> {
    const rows = await this.clickhouse.run(revisionsQuery, { company_id: companyId, content_ids: [...contentIds] });
    return new Map(rows.map((row) => [row.content_id, row]));
  }

  /** Of what is found now. */
  async of(companyId: string, contentId: string, model: string): Promise<Map<string, Float32Array>> {
    const rows = await this.clickhouse.run(keptVectorsQuery, { company_id: companyId, document_id: contentId, model });
    return new Map(rows.map(({ title, text, vector }) => [embeddedText(title, text), Float32Array.from(vector)]));
  }
}
