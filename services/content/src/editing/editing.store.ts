import { Injectable } from '@nestjs/common';
import type { Content, ContentSummary } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';

/** A content before Postgres has set its times. */
export type NewContent = Omit<Content, 'created_at' | 'updated_at'>;
/** What Postgres decides; the rest of an answer is what was written. */
type Stored = Pick<Content, 'updated_at' | 'quality_score'>;

/** The parts that make a version, and by whom; both tables take them from the same parameters. */
const INSERT_VERSION = `
  INSERT INTO content.content_versions
    (company_id, content_id, id, number, hash, content_type, title, content_text, platform, metadata, created_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7::text, $8::text, $9::text, $10::jsonb, $11)`;

const INSERT = `
  WITH version AS (${INSERT_VERSION})
  INSERT INTO content.content
    (company_id, id, version_id, version_number, version_hash, content_type, title, content_text, platform, metadata, user_id,
     search, campaign_id, brand_guidelines_applied, ai_model_used, generation_prompt, quality_score)
  VALUES ($1, $2, $3, $4, $5, $6, $7::text, $8::text, $9::text, $10::jsonb, $11,
     content.search_vector($7, $8), $12, $13, $14, $15, $16)
  RETURNING created_at, updated_at, quality_score::float8 AS quality_score`;

const SAVE_VERSION = `
  WITH version AS (${INSERT_VERSION})
  UPDATE content.content SET
     version_id = $3, version_number = $4, version_hash = $5, title = $7::text, content_text = $8::text, platform = $9::text,
     metadata = $10::jsonb, search = content.search_vector($7, $8),
     campaign_id = $12, brand_guidelines_applied = $13, ai_model_used = $14, generation_prompt = $15, quality_score = $16,
     status = $17, revision = $18, updated_at = clock_timestamp()
   WHERE company_id = $1 AND id = $2
  RETURNING updated_at, quality_score::float8 AS quality_score`;

const SAVE_DETAILS = `
  UPDATE content.content SET
     campaign_id = $3, brand_guidelines_applied = $4, ai_model_used = $5, generation_prompt = $6, quality_score = $7,
     revision = $8, updated_at = clock_timestamp()
   WHERE company_id = $1 AND id = $2
  RETURNING updated_at, quality_score::float8 AS quality_score`;

@Injectable()
export class EditingStore {
  /** Content and first version in one statement. */
  async insert(tx: Tx, content: NewContent): Promise<Stored & Pick<Content, 'created_at'>> {
    const values = [...versionValues(content, content.user_id), ...detailValues(content)];
    return (await tx.query<Stored & Pick<Content, 'created_at'>>(INSERT, values))[0] as Stored & Pick<Content, 'created_at'>;
  }

  /** The new version and the content that now says it, in one statement. */
  async saveVersion(tx: Tx, content: Content, authorId: string): Promise<Stored> {
    const values = [...versionValues(content, authorId), ...detailValues(content), content.status, content.revision];
    return (await tx.query<Stored>(SAVE_VERSION, values))[0] as Stored;
  }

  async saveDetails(tx: Tx, content: Content): Promise<Stored> {
    const values = [content.company_id, content.id, ...detailValues(content), content.revision];
    return (await tx.query<Stored>(SAVE_DETAILS, values))[0] as Stored;
  }

  /** Versions and posts go with it. */
  async delete(tx: Tx, content: ContentSummary): Promise<void> {
    await tx.query('DELETE FROM content.content WHERE company_id = $1 AND id = $2', [content.company_id, content.id]);
  }
}

/** $1 to $11 */
function versionValues(content: NewContent, authorId: string): unknown[] {
  const { company_id, id, version_id, version_number, version_hash, content_type, title, content_text, platform, metadata } = content;
  return [company_id, id, version_id, version_number, version_hash, content_type, title, content_text, platform, metadata, authorId];
}

/** What is no part of a version: five values. */
function detailValues(content: NewContent): unknown[] {
  const { campaign_id, brand_guidelines_applied, ai_model_used, generation_prompt, quality_score } = content;
  return [campaign_id, brand_guidelines_applied, ai_model_used, generation_prompt, quality_score];
}
