import { Injectable } from '@nestjs/common';
import type { ErasedPlace, Erasure, ErasureTarget, RequestContext } from '@smartcontent/contracts';
import { Database, newId, type Tx } from '@smartcontent/database';

/** An erasure as it is kept; `report` by `<service> <place>`. */
export type ErasureRow = Omit<Erasure, 'state' | 'erased' | 'left'> & {
  readonly report: Readonly<Record<string, Omit<ErasedPlace, 'place'>>>;
};

interface NewErasure extends ErasureTarget {
  readonly requestedBy: Erasure['requested_by'];
}

/** What one look through everything came to. */
interface Pass {
  readonly isClean: boolean;
  readonly waitsFor: readonly string[];
  /** After the request: until then somebody may still hold a token, or finish what he began. */
  readonly settleSeconds: number;
}

const COLUMNS = 'id, company_id, user_id, requested_by, requested_at, passes, waits_for, report, finished_at';
/** After so many seconds the next attempt, where something is away. */
const WAIT_MAX_SECONDS = 60;

/** Every statement names the company: the operator, and the job, are in none. */
@Injectable()
export class ErasuresStore {
  constructor(private readonly database: Database) {}

  /** A transaction of the operator's, or of the job's. */
  acrossCompanies<T>(work: (tx: Tx) => Promise<T>, context?: RequestContext): Promise<T> {
    return this.database.withSystem('erasure', work, context);
  }

  /** Whoever else would change the company waits from here on. Undefined where there is none. */
  lockCompany(tx: Tx, companyId: string): Promise<{ name: string } | undefined> {
    return tx.one('SELECT name FROM identity.companies WHERE id = $1 FOR NO KEY UPDATE', [companyId]);
  }

  /** Nobody logs in any more, no key is good and no session goes on. Returns the sessions that ended. */
  async lockOut(tx: Tx, companyId: string): Promise<string[]> {
    await tx.query('UPDATE identity.companies SET is_active = false WHERE id = $1', [companyId]);
    await tx.query('UPDATE identity.client_keys SET revoked_at = now() WHERE company_id = $1 AND revoked_at IS NULL', [companyId]);
    const ended = await tx.query<{ id: string }>(
      `UPDATE identity.sessions SET ended_at = now(), end_reason = 'deactivated', successor = NULL
        WHERE company_id = $1 AND ended_at IS NULL AND expires_at > now() RETURNING id`,
      [companyId],
    );
    return ended.map(({ id }) => id);
  }

  /** After the sessions were ended. One of each target; a second changes nothing. */
  async insert(tx: Tx, { companyId, userId, requestedBy }: NewErasure): Promise<ErasureRow> {
    await tx.query(
      `INSERT INTO identity.erasures (id, company_id, user_id, requested_by, known_ids, ended_sessions)
       SELECT $1, $2, $3, $4, ARRAY(
         SELECT id FROM identity.users WHERE company_id = $2 AND ($3::uuid IS NULL OR id = $3)
         UNION ALL SELECT id FROM identity.clients WHERE company_id = $2 AND $3::uuid IS NULL), ARRAY(
         SELECT id FROM identity.sessions
          WHERE company_id = $2 AND ($3::uuid IS NULL OR user_id = $3) AND ended_at > now() - interval '11 minutes')
       ON CONFLICT DO NOTHING`,
      [newId(), companyId, userId, requestedBy],
    );
    return (await this.findOf(tx, { companyId, userId })) as ErasureRow;
  }

  findOf(tx: Tx, { companyId, userId }: ErasureTarget): Promise<ErasureRow | undefined> {
    const text = `SELECT ${COLUMNS} FROM identity.erasures WHERE company_id = $1 AND user_id IS NOT DISTINCT FROM $2`;
    return tx.one<ErasureRow>(text, [companyId, userId]);
  }

  find(tx: Tx, id: string): Promise<ErasureRow | undefined> {
    return tx.one<ErasureRow>(`SELECT ${COLUMNS} FROM identity.erasures WHERE id = $1`, [id]);
  }

  list(tx: Tx, limit: number, before: string | null): Promise<ErasureRow[]> {
    const text = `SELECT ${COLUMNS} FROM identity.erasures WHERE $1::uuid IS NULL OR id < $1 ORDER BY id DESC LIMIT $2`;
    return tx.query<ErasureRow>(text, [before, limit]);
  }

  /** Takes those up whose turn it is. Ids of sessions are not needed any longer than access tokens live. */
  async beginPasses(tx: Tx): Promise<ErasureRow[]> {
    await tx.query(
      `UPDATE identity.erasures SET ended_sessions = '{}'
        WHERE finished_at < now() - interval '15 minutes' AND ended_sessions <> '{}'`,
    );
    return tx.query<ErasureRow>(
      `UPDATE identity.erasures SET passes = passes + 1, pass_began_at = clock_timestamp()
        WHERE finished_at IS NULL AND next_pass_at <= clock_timestamp() RETURNING ${COLUMNS}`,
    );
  }

  /** Adds what a service erased; what it says is left replaces what it said before. */
  async note(tx: Tx, id: string, service: string, places: readonly ErasedPlace[]): Promise<void> {
    await tx.query(
      `UPDATE identity.erasures e SET report = e.report || coalesce((
         SELECT jsonb_object_agg(key, jsonb_build_object('erased', coalesce((e.report->key->>'erased')::bigint, 0) + erased, 'left', remaining))
         FROM (SELECT key, sum(erased) AS erased, sum(remaining) AS remaining
           FROM unnest($2::text[], $3::bigint[], $4::bigint[]) AS place (key, erased, remaining) GROUP BY key) AS places), '{}')
        WHERE id = $1 AND finished_at IS NULL`,
      [id, ...['place' as const, 'erased' as const, 'left' as const].map((name) => columnOf(places, name, service))],
    );
  }

  /**
   * Done where nothing was found by a pass that began after everybody was out; else the next one has its time. One that another has
   * followed says nothing: that one began later, or was the last.
   */
  async endPass(tx: Tx, { id, passes }: Pick<ErasureRow, 'id' | 'passes'>, { isClean, waitsFor, settleSeconds }: Pass): Promise<boolean> {
    const [row] = await tx.query<{ is_done: boolean }>(
      `WITH pass AS (
         SELECT id, requested_at + make_interval(secs => $4) AS settled_at FROM identity.erasures WHERE id = $1)
       UPDATE identity.erasures e SET waits_for = $3,
         finished_at = CASE WHEN $2 AND e.pass_began_at >= pass.settled_at THEN clock_timestamp() END,
         known_ids = CASE WHEN $2 AND e.pass_began_at >= pass.settled_at THEN '{}' ELSE e.known_ids END,
        known_emails = CASE WHEN $2 AND e.pass_began_at >= pass.settled_at THEN '{}' ELSE e.known_emails END,
         next_pass_at = CASE WHEN cardinality($3::varchar[]) = 0 THEN greatest(clock_timestamp(), pass.settled_at)
           ELSE clock_timestamp() + make_interval(secs => least(2 ^ least(e.passes, 10), $5)) END
       FROM pass WHERE e.id = pass.id AND e.passes = $6 AND e.finished_at IS NULL RETURNING e.finished_at IS NOT NULL AS is_done`,
      [id, isClean, waitsFor, settleSeconds, WAIT_MAX_SECONDS, passes],
    );
    return row?.is_done ?? false;
  }

  /** See the column. */
  async knownIds(tx: Tx, { companyId, userId }: ErasureTarget): Promise<string[]> {
    const text = 'SELECT known_ids FROM identity.erasures WHERE company_id = $1 AND user_id IS NOT DISTINCT FROM $2';
    return (await tx.one<{ known_ids: string[] }>(text, [companyId, userId]))?.known_ids ?? [];
  }
}

function columnOf(places: readonly ErasedPlace[], name: keyof ErasedPlace, service: string): unknown[] {
  return places.map((place) => (name === 'place' ? `${service} ${place.place}` : place[name]));
}
