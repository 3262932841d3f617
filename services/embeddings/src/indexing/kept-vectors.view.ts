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

/** Vectors that the index has already, by what was embedded. */
@Injectable()
export class KeptVectors {
  constructor(private readonly clickhouse: ClickHouse) {}

  /** Of what is found now. */
  async of(companyId: string, contentId: string, model: string): Promise<Map<string, Float32Array>> {
    const rows = await this.clickhouse.run(keptVectorsQuery, { company_id: companyId, document_id: contentId, model });
    return new Map(rows.map(({ title, text, vector }) => [embeddedText(title, text), Float32Array.from(vector)]));
  }
}
