import { Injectable } from '@nestjs/common';
import type { RequestContext } from '@smartcontent/contracts';
import { Database, type Tx } from '@smartcontent/database';

export interface StoredFingerprint {
  readonly sketch: Buffer | null;
  readonly bands: string[];
}

export interface Candidate {
  readonly content_id: string;
  readonly title: string | null;
  readonly sketch: Buffer;
}

export interface KeptFingerprint extends StoredFingerprint {
  readonly companyId: string;
  readonly contentId: string;
  readonly title: string | null;
}

/**
 * Bands that stay are not touched: a row that one statement both deletes and writes would be lost. `before` takes no lock: the row would be
 * skipped, since the same statement has changed it by then. Who keeps fingerprints of one content does so one after the other.
 */
const KEEP = `
  WITH before AS (SELECT bands FROM embeddings.fingerprints WHERE company_id = $1 AND content_id = $2),
  gone AS (
    DELETE FROM embeddings.fingerprint_bands USING before
     WHERE company_id = $1 AND content_id = $2 AND band = ANY (before.bands) AND NOT band = ANY ($5::bigint[])),
  kept AS (
    INSERT INTO embeddings.fingerprints (company_id, content_id, title, sketch, bands) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (company_id, content_id) DO UPDATE SET title = excluded.title, sketch = excluded.sketch, bands = excluded.bands)
  INSERT INTO embeddings.fingerprint_bands (company_id, band, content_id) SELECT $1, unnest($5::bigint[]), $2
  ON CONFLICT DO NOTHING`;

const DROP = `
  WITH gone AS (
    DELETE FROM embeddings.fingerprints WHERE company_id = $1 AND content_id = ANY ($2::uuid[]) RETURNING content_id, bands)
  DELETE FROM embeddings.fingerprint_bands band USING gone
   WHERE band.company_id = $1 AND band.content_id = gone.content_id AND band.band = ANY (gone.bands)`;

@Injectable()
export class FingerprintsStore {
  constructor(private readonly database: Database) {}

  async keep(tx: Tx, { companyId, contentId, title, sketch, bands }: KeptFingerprint): Promise<void> {
    await tx.query(KEEP, [companyId, contentId, title, sketch, bands]);
  }

  async drop(tx: Tx, companyId: string, contentIds: readonly string[]): Promise<void> {
    await tx.query(DROP, [companyId, contentIds]);
  }

  async find(context: RequestContext, contentId: string): Promise<StoredFingerprint | undefined> {
    return (await this.database.readTenant<StoredFingerprint>(context, 'get_fingerprint', [contentId]))[0];
  }

  /** Those that share bands; at most 16, those with the most in common. */
  candidates(context: RequestContext, bands: readonly string[], exceptContentId: string | null): Promise<Candidate[]> {
    return this.database.readTenant(context, 'near_fingerprints', [bands, exceptContentId]);
  }
}
