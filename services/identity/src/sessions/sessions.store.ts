import { Injectable } from '@nestjs/common';
import type { ListSessions, Origin, OutputOf, Role, SessionEndReason, Tier } from '@smartcontent/contracts';
import { Database, type Tx } from '@smartcontent/database';

export type OpenSession = Omit<OutputOf<typeof ListSessions>['items'][number], 'is_current'>;

export interface EndedSession {
  readonly id: string;
  readonly company_id: string;
  readonly ended_at: string;
}

/** A refresh token with its session and whom it is for. */
interface KnownToken {
  readonly session_id: string;
  readonly company_id: string;
  readonly user_id: string;
  readonly role: Role;
  readonly tier: Tier;
  readonly api_limits: unknown;
  readonly is_active: boolean;
}

interface SessionState {
  readonly refresh_hash: string;
  readonly successor: Buffer | null;
  /** Rotated less than a minute ago. */
  readonly is_fresh: boolean;
  readonly is_open: boolean;
  readonly expires_at: string;
}

interface NewSession {
  readonly id: string;
  readonly company_id: string;
  readonly user_id: string;
  readonly refresh_hash: string;
  readonly origin: Origin | undefined;
}

interface Rotation {
  readonly session_id: string;
  readonly old_hash: string;
  readonly new_hash: string;
  readonly successor: Buffer | null;
  readonly origin: Origin | undefined;
}

const OPEN = 'ended_at IS NULL AND expires_at > now()';
const COLUMNS = 'id, address, user_agent, created_at, last_seen_at, expires_at';

@Injectable()
export class SessionsStore {
  constructor(private readonly database: Database) {}

  /** Locks the user's row, which orders everything that happens to his sessions, and counts the change. */
  async lockUser(tx: Tx, userId: string): Promise<number> {
    const row = await tx.one<{ sessions_version: number }>(
      'UPDATE identity.users SET sessions_version = sessions_version + 1 WHERE id = $1 RETURNING sessions_version',
      [userId],
    );
    return row?.sessions_version ?? 0;
  }

  async insert(tx: Tx, { id, company_id, user_id, refresh_hash, origin }: NewSession): Promise<OpenSession> {
    const rows = await tx.query<OpenSession>(
      `WITH session AS (
         INSERT INTO identity.sessions (id, company_id, user_id, refresh_hash, address, user_agent, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, now() + interval '24 hours') RETURNING *
       ), token AS (
         INSERT INTO identity.refresh_tokens (hash, company_id, session_id, generation)
         SELECT refresh_hash, company_id, id, generation FROM session
       )
       SELECT ${COLUMNS} FROM session`,
      [id, company_id, user_id, refresh_hash, origin?.address ?? null, origin?.userAgent ?? null],
    );
    return rows[0] as OpenSession;
  }

  /** Nobody knows yet whose company to look in. */
  findToken(hash: string): Promise<KnownToken | undefined> {
    return this.database.front.withSystem('refresh token', (tx) =>
      tx.one<KnownToken>(
        `SELECT t.session_id, t.company_id, s.user_id, u.role, c.tier, c.api_limits, u.is_active AND c.is_active AS is_active
           FROM identity.refresh_tokens t
           JOIN identity.sessions s ON s.id = t.session_id
           JOIN identity.users u ON u.id = s.user_id
           JOIN identity.companies c ON c.id = t.company_id
          WHERE t.hash = $1`,
        [hash],
      ),
    );
  }

  /** Puts a new token in the place of the session's current one; nothing where it is not the current one, or the session has ended. */
  rotate(tx: Tx, { session_id, old_hash, new_hash, successor, origin }: Rotation): Promise<OpenSession | undefined> {
    return tx.one<OpenSession>(
      `WITH session AS (
         UPDATE identity.sessions
            SET refresh_hash = $3, generation = generation + 1, successor = $4, last_seen_at = clock_timestamp(), address = $5, user_agent = $6
          WHERE id = $1 AND refresh_hash = $2 AND ${OPEN} RETURNING *
       ), token AS (
         INSERT INTO identity.refresh_tokens (hash, company_id, session_id, generation)
         SELECT refresh_hash, company_id, id, generation FROM session
       ), forgotten AS (
         DELETE FROM identity.refresh_tokens t USING session s
          WHERE t.company_id = s.company_id AND t.session_id = s.id AND t.generation <= s.generation - 100
       )
       SELECT ${COLUMNS} FROM session`,
      [session_id, old_hash, new_hash, successor, origin?.address ?? null, origin?.userAgent ?? null],
    );
  }

  state(tx: Tx, sessionId: string): Promise<SessionState | undefined> {
    return tx.one<SessionState>(
      `SELECT refresh_hash, successor, expires_at, last_seen_at > now() - interval '1 minute' AS is_fresh, ${OPEN} AS is_open
         FROM identity.sessions WHERE id = $1`,
      [sessionId],
    );
  }

  listOpen(tx: Tx, userId: string): Promise<OpenSession[]> {
    return tx.query(`SELECT ${COLUMNS} FROM identity.sessions WHERE user_id = $1 AND ${OPEN} ORDER BY id DESC`, [userId]);
  }

  async version(tx: Tx, userId: string): Promise<number> {
    const row = await tx.one<{ sessions_version: number }>('SELECT sessions_version FROM identity.users WHERE id = $1', [userId]);
    return row?.sessions_version ?? 0;
  }

  async exists(tx: Tx, userId: string, sessionId: string): Promise<boolean> {
    return (await tx.one('SELECT 1 FROM identity.sessions WHERE id = $1 AND user_id = $2', [sessionId, userId])) !== undefined;
  }

  /** Ends the open sessions of a user: only `only`, or all but `except`. */
  end(
    tx: Tx,
    userId: string,
    reason: SessionEndReason,
    { only = null, except = null }: { only?: string | null; except?: string | null },
  ): Promise<EndedSession[]> {
    return tx.query(
      `UPDATE identity.sessions SET ended_at = now(), end_reason = $2, successor = NULL
        WHERE user_id = $1 AND ${OPEN} AND ($3::uuid IS NULL OR id = $3) AND ($4::uuid IS NULL OR id <> $4)
        RETURNING id, company_id, ended_at`,
      [userId, reason, only, except],
    );
  }

  /** Ends the oldest sessions of a user, so that `kept` are left. */
  endSurplus(tx: Tx, userId: string, kept: number): Promise<EndedSession[]> {
    return tx.query(
      `UPDATE identity.sessions SET ended_at = now(), end_reason = 'surplus', successor = NULL
        WHERE id IN (SELECT id FROM identity.sessions WHERE user_id = $1 AND ${OPEN} ORDER BY id DESC OFFSET $2)
        RETURNING id, company_id, ended_at`,
      [userId, kept],
    );
  }

  /** Of every company, for the gateways: what ended within the life of an access token, also where its rows were erased since. */
  listEnded(after: string | null, limit: number): Promise<string[]> {
    return this.database.front.withSystem('ended sessions', async (tx) => {
      const rows = await tx.query<{ id: string }>(
        `SELECT id FROM (
           SELECT id FROM identity.sessions WHERE ended_at > now() - interval '11 minutes'
           UNION SELECT unnest(ended_sessions) FROM identity.erasures WHERE requested_at > now() - interval '11 minutes') AS ended
          WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2`,
        [after, limit],
      );
      return rows.map(({ id }) => id);
    });
  }

  /** Of every company. @returns how many */
  async sweep(tx: Tx, limit: number): Promise<number> {
    const swept = await tx.query(
      `DELETE FROM identity.sessions WHERE id IN (
         SELECT id FROM identity.sessions WHERE expires_at < now() - interval '7 days' ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [limit],
    );
    return swept.length;
  }
}
