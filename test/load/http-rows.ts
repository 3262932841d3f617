import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import type { HttpPlatform } from './http-platform.js';

/** As long as a short post; what is longer costs Postgres more in text search, in equal measure for everybody who indexes it. */
export const TITLE = 'What we learned while moving the editorial calendar';
export const TEXT = Array.from(
  { length: 10 },
  (_, line) => `Point ${line}: write the draft early, let one reader approve it, publish it when they are awake.`,
).join('\n');

const SEED = `
  WITH seed AS MATERIALIZED (SELECT uuidv7() AS id, uuidv7() AS version_id FROM generate_series(1, $5)),
  version AS (
    INSERT INTO content.content_versions (company_id, content_id, id, number, hash, content_type, title, content_text, created_by)
    SELECT $1, id, version_id, 1, repeat('0', 64), 'blog_post', $3, $4, $2 FROM seed)
  INSERT INTO content.content (company_id, id, user_id, version_id, version_number, version_hash, content_type, title, content_text, search)
  SELECT $1, id, $2, version_id, 1, repeat('0', 64), 'blog_post', $3, $4, vector
  FROM seed, (SELECT content.search_vector($3, $4) AS vector) AS once
  RETURNING id`;

const BARE = `
  CREATE SCHEMA bare;
  CREATE TABLE bare.content (
    company_id uuid NOT NULL, id uuid NOT NULL, title text, content_text text, created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (company_id, id))`;

const PER_CREATE = `
  SELECT (SELECT count(*) FROM content.content)::int AS contents,
    (SELECT count(*) FROM content.content_versions)::int AS versions,
    (SELECT count(*) FROM content.outbox)::int AS events,
    (SELECT count(*) FROM content.audit_log)::int AS audits,
    (SELECT count(*) FROM content.idempotency_keys)::int AS keys`;

const DRAIN_SECONDS = 60;
const POLL_MS = 200;

/** The bench's own look into Postgres, as its administrator. */
export class HttpRows {
  #seeds = 0;

  private constructor(private readonly client: Client) {}

  static async open(scope: AsyncDisposableStack, postgresUrl: string): Promise<HttpRows> {
    const client = new Client(postgresUrl);
    await client.connect();
    scope.defer(() => client.end());
    await client.query(BARE);
    return new HttpRows(client);
  }

  /** Contents to be read, with their versions; returns their ids. */
  async seed({ companyId, userId }: HttpPlatform, count: number): Promise<string[]> {
    const { rows } = await this.client.query<{ id: string }>(SEED, [companyId, userId, TITLE, TEXT, count]);
    this.#seeds += count;
    // The server's own upkeep after so many rows is not to be measured.
    await this.client.query('VACUUM (ANALYZE) content.content, content.content_versions');
    await this.client.query('CHECKPOINT');
    return rows.map((row) => row.id);
  }

  /** Throws unless each create left a content, its version, an event, an audit row and its key, and every event was published. */
  async verifyCreates(): Promise<void> {
    const { rows } = await this.client.query<Record<string, number>>(PER_CREATE);
    const { contents = 0, versions = 0, ...others } = rows[0] ?? {};
    const counts = { contents: contents - this.#seeds, versions: versions - this.#seeds, ...others };
    if (new Set(Object.values(counts)).size > 1) throw new Error(`The rows of the creates do not match: ${JSON.stringify(counts)}`);
    const deadline = Date.now() + DRAIN_SECONDS * 1_000;
    while ((await this.#unpublished()) > 0) {
      if (Date.now() > deadline) throw new Error(`The relay has not published everything after ${DRAIN_SECONDS} s`);
      await delay(POLL_MS);
    }
  }

  async #unpublished(): Promise<number> {
    const { rows } = await this.client.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM content.outbox WHERE published_at IS NULL',
    );
    return rows[0]?.count ?? 0;
  }
}
