import { Injectable } from '@nestjs/common';
import type { DocumentMetadata } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';

/** What an event says of a content. */
export interface Wanted {
  readonly contentId: string;
  readonly revision: number;
  readonly isDeleted: boolean;
}

/** A document that its holder alone may settle until his lease ends. */
export interface ClaimedDocument {
  readonly company_id: string;
  readonly content_id: string;
  readonly source: 'content' | 'api';
  readonly state: 'indexing' | 'deleted';
  readonly revision: number;
  readonly base_revision: number;
  /** How often it was claimed: of two writes of one revision that of the later claim counts. */
  readonly claims: number;
  readonly attempts: number;
  readonly title: string | null;
  readonly content_text: string | null;
  readonly metadata: DocumentMetadata | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface Indexed {
  readonly contentId: string;
  /** Content's own, which may be newer than what was wanted. */
  readonly revision: number;
  readonly model: string;
  readonly chunks: number;
}

export interface Failed {
  readonly contentId: string;
  readonly code: string;
  readonly message: string;
  readonly againInSeconds: number;
  /** False where the endpoint was left alone, since it had failed others. */
  readonly wasTried: boolean;
}

const FIRST = '00000000-0000-0000-0000-000000000000';

/** An older event changes nothing; one about a content whose id a text was put under takes that text's place, above its revision. */
const WANT = `
  INSERT INTO documents AS held (company_id, content_id, source, state, revision, next_attempt_at)
  SELECT $1, content_id, 'content', CASE WHEN is_deleted THEN 'deleted' ELSE 'pending' END, revision, now()
    FROM unnest($2::uuid[], $3::bigint[], $4::boolean[]) AS wanted (content_id, revision, is_deleted) ORDER BY content_id
  ON CONFLICT (company_id, content_id) DO UPDATE
    SET source = 'content', state = excluded.state, revision = excluded.revision, next_attempt_at = now(), lease_token = NULL, attempts = 0,
        base_revision = CASE WHEN held.source = 'api' THEN held.revision ELSE held.base_revision END,
        error_code = NULL, error_message = NULL, title = NULL, content_text = NULL, metadata = NULL, updated_at = now()
    WHERE held.source = 'api' OR excluded.revision > held.revision`;

/** Of what waits, and of what is to be deleted, which stands behind no backlog; both along an index. */
const due = (condition: string) => `
  SELECT content_id AS due_id FROM embeddings.documents
   WHERE company_id = $2 AND next_attempt_at <= now() AND ${condition} ORDER BY next_attempt_at LIMIT $4 FOR UPDATE SKIP LOCKED`;
const CLAIM = `
  WITH gone AS (${due("state = 'deleted'")}),
  waiting AS (${due("state <> 'deleted'")}),
  due AS (SELECT due_id FROM gone UNION ALL SELECT due_id FROM waiting)
  UPDATE embeddings.documents
     SET lease_token = $1, next_attempt_at = now() + make_interval(secs => $3), claims = claims + 1,
         state = CASE WHEN state = 'deleted' THEN 'deleted' ELSE 'indexing' END
    FROM due WHERE company_id = $2 AND content_id = due_id
  RETURNING company_id, content_id, source, state, revision, base_revision, claims::float8, attempts, title, content_text, metadata, created_at, updated_at`;

/** What is still the lease's of these, locked in the order in which everybody locks documents, so that nobody waits in a circle. */
const HELD = `WITH mine AS MATERIALIZED (
  SELECT company_id AS my_company, content_id AS my_id FROM embeddings.documents
   WHERE company_id = $1 AND content_id = ANY ($2::uuid[]) AND lease_token = $3 ORDER BY content_id FOR UPDATE)`;
const IS_MINE = 'company_id = my_company AND content_id = my_id';

/** Documents under one lease. */
export interface Lease {
  readonly companyId: string;
  readonly token: string;
}

/** What is to be indexed, and who is at it. Every clock is the database's, so that replicas agree. */
@Injectable()
export class IndexQueueStore {
  async want(tx: Tx, companyId: string, wanted: readonly Wanted[]): Promise<void> {
    const column = <K extends keyof Wanted>(name: K) => wanted.map((each) => each[name]);
    await tx.query(WANT, [companyId, column('contentId'), column('revision'), column('isDeleted')]);
  }

  /** The next company behind `after` that something is to be done for, and round again, so that one that imports much delays nobody else. */
  async nextCompany(tx: Tx, after: string | null, busy: readonly string[]): Promise<string | null> {
    const look = async (from: string) =>
      tx.one<{ company_id: string }>(
        `SELECT company_id FROM embeddings.documents
          WHERE next_attempt_at <= now() AND company_id > $1 AND company_id <> ALL ($2::uuid[]) ORDER BY company_id LIMIT 1`,
        [from, busy],
      );
    const isDue = await tx.one('SELECT 1 FROM embeddings.documents WHERE next_attempt_at <= now() LIMIT 1');
    if (!isDue) return null;
    const found = (await look(after ?? FIRST)) ?? (after === null ? undefined : await look(FIRST));
    return found?.company_id ?? null;
  }

  /** So many to be indexed at most, and as many deletions. */
  claim(tx: Tx, companyId: string, token: string, leaseSeconds: number, limit: number): Promise<ClaimedDocument[]> {
    return tx.query(CLAIM, [token, companyId, leaseSeconds, limit]);
  }

  async renew(tx: Tx, { companyId, token }: Lease, contentIds: readonly string[], leaseSeconds: number): Promise<void> {
    await tx.query(
      `${HELD} UPDATE embeddings.documents SET next_attempt_at = now() + make_interval(secs => $4) FROM mine WHERE ${IS_MINE}`,
      [companyId, contentIds, token, leaseSeconds],
    );
  }

  /** Which of them were still this lease's; the others changed meanwhile and are indexed once more. */
  async markIndexed(tx: Tx, { companyId, token }: Lease, documents: readonly Indexed[]): Promise<string[]> {
    const column = <K extends keyof Indexed>(name: K) => documents.map((each) => each[name]);
    const rows = await tx.query<{ content_id: string }>(
      `${HELD}
       UPDATE documents
          SET state = 'indexed', revision = greatest(documents.revision, done.revision), indexed_revision = done.revision, model = done.model,
              chunks = done.chunks, attempts = 0, error_code = NULL, error_message = NULL, next_attempt_at = NULL, lease_token = NULL,
              indexed_at = now()
         FROM mine JOIN unnest($2::uuid[], $4::bigint[], $5::text[], $6::integer[]) AS done (id, revision, model, chunks) ON id = my_id
        WHERE ${IS_MINE} AND state = 'indexing'
       RETURNING content_id`,
      [companyId, column('contentId'), token, column('revision'), column('model'), column('chunks')],
    );
    return rows.map(({ content_id }) => content_id);
  }

  /** Which of them were still this lease's. */
  async markFailed(tx: Tx, { companyId, token }: Lease, documents: readonly Failed[]): Promise<string[]> {
    const column = <K extends keyof Failed>(name: K) => documents.map((each) => each[name]);
    const rows = await tx.query<{ content_id: string }>(
      `${HELD}
       UPDATE documents
          SET state = 'failed', attempts = attempts + CASE WHEN why.was_tried THEN 1 ELSE 0 END, error_code = why.code,
              error_message = why.message, lease_token = NULL, next_attempt_at = now() + make_interval(secs => why.seconds)
         FROM mine JOIN unnest($2::uuid[], $4::text[], $5::text[], $6::float8[], $7::boolean[]) AS why (id, code, message, seconds, was_tried)
              ON id = my_id
        WHERE ${IS_MINE} AND state = 'indexing'
       RETURNING content_id`,
      [companyId, column('contentId'), token, column('code'), column('message'), column('againInSeconds'), column('wasTried')],
    );
    return rows.map(({ content_id }) => content_id);
  }

  /** Those whose tombstone stands, and what readers did with them; answers which of them were still this lease's. */
  async markGone(
    tx: Tx,
    { companyId, token }: Lease,
    documents: readonly { readonly contentId: string; readonly revision: number }[],
  ): Promise<string[]> {
    const rows = await tx.query<{ content_id: string }>(
      `${HELD}
       UPDATE documents
          SET state = 'deleted', revision = gone.revision, indexed_revision = NULL, model = NULL, chunks = NULL, next_attempt_at = NULL,
              lease_token = NULL
         FROM mine JOIN unnest($2::uuid[], $4::bigint[]) AS gone (id, revision) ON id = my_id
        WHERE ${IS_MINE}
       RETURNING content_id`,
      [companyId, documents.map(({ contentId }) => contentId), token, documents.map(({ revision }) => revision)],
    );
    const ids = rows.map(({ content_id }) => content_id);
    await tx.query('DELETE FROM content_engagement WHERE company_id = $1 AND content_id = ANY ($2::uuid[])', [companyId, ids]);
    return ids;
  }

  /** Given back: what failed was no fault of theirs. */
  async release(tx: Tx, { companyId, token }: Lease, contentIds: readonly string[], seconds: number): Promise<void> {
    await tx.query(
      `${HELD}
       UPDATE embeddings.documents
          SET state = CASE WHEN state = 'deleted' THEN 'deleted' ELSE 'pending' END, lease_token = NULL,
              next_attempt_at = now() + make_interval(secs => $4)
         FROM mine WHERE ${IS_MINE}`,
      [companyId, contentIds, token, seconds],
    );
  }
}
