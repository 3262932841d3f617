import { Injectable } from '@nestjs/common';
import { ClickHouse, defineQuery } from '@smartcontent/clickhouse';
import { z } from 'zod';

const preferenceQuery = defineQuery({
  name: 'preferences.of-user',
  sql: `SELECT preference_type, model, vector, confidence_score, contents, toUnixTimestamp64Milli(updated_at) AS updated_ms
    FROM user_preference_embeddings WHERE company_id = {company_id:UUID} AND user_id = {user_id:UUID}
    ORDER BY updated_at DESC LIMIT 1`,
  params: z.object({ company_id: z.uuid(), user_id: z.uuid() }),
  row: z.object({
    preference_type: z.literal('interests'),
    model: z.string(),
    vector: z.array(z.number()),
    confidence_score: z.number(),
    contents: z.number().int(),
    updated_ms: z.number().int(),
  }),
  maxSeconds: 10,
  maxMemoryBytes: 512 * 1024 ** 2,
});
export type StoredPreference = z.output<typeof preferenceQuery.row>;

export interface Preference {
  readonly companyId: string;
  readonly userId: string;
  readonly model: string;
  readonly vector: Float32Array;
  readonly confidenceScore: number;
  readonly contents: number;
  readonly updatedAt: Date;
}

const COLUMNS = 'company_id, user_id, preference_type, model, vector, confidence_score, contents, updated_at';

/** Preference vectors in ClickHouse. */
@Injectable()
export class PreferencesStore {
  constructor(private readonly clickhouse: ClickHouse) {}

  /** The latest; made from everything that was followed before. */
  async ofUser(companyId: string, userId: string): Promise<StoredPreference | undefined> {
    return (await this.clickhouse.run(preferenceQuery, { company_id: companyId, user_id: userId }))[0];
  }

  async keep({ companyId, userId, model, vector, confidenceScore, contents, updatedAt }: Preference): Promise<void> {
    const at = updatedAt.toISOString().replace('T', ' ').replace('Z', '');
    const row = [companyId, userId, 'interests', model, [...vector], confidenceScore, contents, at];
    const sql = `INSERT INTO user_preference_embeddings (${COLUMNS}) FORMAT JSONCompactEachRow`;
    await this.clickhouse.insertRaw({ sql, body: JSON.stringify(row) });
  }

  /** What was there is gone when this returns. */
  async deletePerson(companyId: string, userId: string): Promise<void> {
    const [company, user] = [z.uuid().parse(companyId), z.uuid().parse(userId)];
    await this.clickhouse.command(
      `ALTER TABLE user_preference_embeddings DELETE WHERE company_id = '${company}' AND user_id = '${user}' SETTINGS mutations_sync = 2`,
    );
  }

  async countPerson(companyId: string, userId: string): Promise<number> {
    const [row] = await this.clickhouse.run(personQuery, { company_id: companyId, user_id: userId });
    return row?.rows ?? 0;
  }
}

const personQuery = defineQuery({
  name: 'preferences.count-person',
  sql: 'SELECT count() AS rows FROM user_preference_embeddings WHERE company_id = {company_id:UUID} AND user_id = {user_id:UUID} HAVING rows > 0',
  params: z.object({ company_id: z.uuid(), user_id: z.uuid() }),
  row: z.object({ rows: z.number().int() }),
});
