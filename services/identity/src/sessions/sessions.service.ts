import { Injectable } from '@nestjs/common';
import {
  type Actor,
  AppError,
  hashToken,
  type InputOf,
  type ListSessions,
  type LogIn,
  type OutputOf,
  REFRESH_TOKEN,
  type RefreshSession,
  type RequestContext,
  ROLE_SCOPES,
  SessionEnded,
  type SessionEndReason,
} from '@smartcontent/contracts';
import { commitChange, Database, newId, type Tx } from '@smartcontent/database';
import { AccessTokens } from '../access-tokens.js';
import { grantedLimits } from '../granted-limits.js';
import { IdentityTelemetry } from '../telemetry.js';
import { SessionNews } from './session-news.js';
import { type EndedSession, type OpenSession, SessionsStore } from './sessions.store.js';
import { openSuccessor, sealSuccessor } from './successor.js';

type UserActor = Extract<Actor, { kind: 'user' }>;
type Session = OutputOf<typeof LogIn>['session'];

/** A further log-in ends the oldest session. */
const SESSIONS_MAX = 50;

/** Sessions of 24 hours: an access token of ten minutes at a time, and a refresh token that each use replaces. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly store: SessionsStore,
    private readonly tokens: AccessTokens,
    private readonly news: SessionNews,
    private readonly telemetry: IdentityTelemetry,
  ) {}

  /** Opens a session of the user in the caller's transaction, which is that of his company. */
  async open(tx: Tx, user: UserActor, { origin }: RequestContext): Promise<Session> {
    const { company_id, user_id } = user;
    const refreshToken = REFRESH_TOKEN.create();
    const version = await this.store.lockUser(tx, user_id);
    const session = await this.store.insert(tx, { id: newId(), company_id, user_id, refresh_hash: hashToken(refreshToken), origin });
    await commitChange(tx, { event: null, audit: { table: 'sessions', operation: 'insert', after: { ...session, user_id } } }, company_id);
    await this.finish(tx, { user_id, version, reason: 'surplus', ended: await this.store.endSurplus(tx, user_id, SESSIONS_MAX) });
    return this.answer(user, session, refreshToken);
  }

  /**
   * A new access token and a new refresh token for the current one. A token that was replaced before is taken for stolen and ends the session,
   * unless the client proves by its attempt id that it only missed the answer.
   */
  async refresh(input: InputOf<typeof RefreshSession>, context: RequestContext): Promise<Session> {
    const known = await this.store.findToken(hashToken(input.refresh_token));
    if (!known?.is_active) throw new AppError('IDENTITY_REFRESH_REFUSED');
    const { company_id, user_id, role, tier, session_id } = known;
    const user: UserActor = {
      kind: 'user',
      company_id,
      user_id,
      role,
      tier,
      scopes: [...ROLE_SCOPES[role]],
      ...grantedLimits(known.api_limits),
    };
    // Refused only after the commit: the end of a stolen session must stay.
    const session = await this.database.withTenant({ ...context, actor: user }, async (tx) => {
      const version = await this.store.lockUser(tx, user_id);
      return (await this.rotate(tx, user, session_id, input)) ?? (await this.repeat(tx, { user, session_id, version }, input));
    });
    if (!session) throw new AppError('IDENTITY_REFRESH_REFUSED');
    return session;
  }

  async list(context: RequestContext): Promise<OutputOf<typeof ListSessions>> {
    const user = userOf(context);
    const version = await this.database.withTenant(context, (tx) => this.store.version(tx, user.user_id));
    const list = () => this.database.withTenant(context, (tx) => this.store.listOpen(tx, user.user_id));
    const open = await this.news.openOf(user, version, list);
    const live = open.filter((session) => Date.parse(session.expires_at) > Date.now());
    return { items: live.map((session) => ({ ...session, is_current: session.id === user.session_id })) };
  }

  /** Repeating it changes nothing. */
  async end(sessionId: string, context: RequestContext): Promise<void> {
    const { user_id } = userOf(context);
    await this.database.withTenant(context, async (tx) => {
      if (!(await this.store.exists(tx, user_id, sessionId))) throw new AppError('IDENTITY_SESSION_NOT_FOUND');
      await this.endSome(tx, user_id, 'revoked', { only: sessionId });
    });
  }

  endOthers(context: RequestContext): Promise<number> {
    const { user_id, session_id } = userOf(context);
    return this.database.withTenant(context, (tx) => this.endAllOf(tx, user_id, 'revoked', session_id));
  }

  async logOut(context: RequestContext): Promise<void> {
    const { user_id, session_id } = userOf(context);
    if (session_id) await this.database.withTenant(context, (tx) => this.endSome(tx, user_id, 'logged-out', { only: session_id }));
  }

  /**
   * Ends the open sessions of a user, all or all but one, in the caller's transaction, of a company or of the system. It takes the lock of the
   * user's row. After the commit no gateway takes an access token of theirs. @returns how many
   */
  endAllOf(tx: Tx, userId: string, reason: SessionEndReason, exceptSessionId?: string): Promise<number> {
    return this.endSome(tx, userId, reason, { except: exceptSessionId ?? null });
  }

  /** Of every company: what a gateway has missed. */
  async listEnded(after: string | null): Promise<{ session_ids: string[]; is_last: boolean }> {
    const session_ids = await this.store.listEnded(after, ENDED_PAGE);
    return { session_ids, is_last: session_ids.length < ENDED_PAGE };
  }

  /** Forgets at most so many sessions that expired a week ago, of every company. @returns how many */
  sweep(tx: Tx, limit: number): Promise<number> {
    return this.store.sweep(tx, limit);
  }

  private async endSome(
    tx: Tx,
    userId: string,
    reason: SessionEndReason,
    which: { only?: string; except?: string | null },
  ): Promise<number> {
    const version = await this.store.lockUser(tx, userId);
    return this.finish(tx, { user_id: userId, version, reason, ended: await this.store.end(tx, userId, reason, which) });
  }

  private async rotate(tx: Tx, user: UserActor, sessionId: string, input: InputOf<typeof RefreshSession>): Promise<Session | undefined> {
    const { refresh_token: old, attempt_id } = input;
    const token = REFRESH_TOKEN.create();
    const session = await this.store.rotate(tx, {
      session_id: sessionId,
      old_hash: hashToken(old),
      new_hash: hashToken(token),
      successor: attempt_id ? sealSuccessor(old, attempt_id, token) : null,
      origin: tx.context?.origin,
    });
    if (!session) return undefined;
    await commitChange(tx, { event: null, audit: { table: 'sessions', operation: 'update', after: session } });
    tx.afterCommit(() => this.telemetry.sessionRefreshed());
    return this.answer(user, session, token);
  }

  /** The token is not the session's current one. Nothing where the session is over, or is now. */
  private async repeat(
    tx: Tx,
    { user, session_id, version }: { user: UserActor; session_id: string; version: number },
    { refresh_token: old, attempt_id }: InputOf<typeof RefreshSession>,
  ): Promise<Session | undefined> {
    const state = await this.store.state(tx, session_id);
    if (!state?.is_open) return undefined;
    const successor = attempt_id && state.is_fresh && state.successor ? openSuccessor(old, attempt_id, state.successor) : undefined;
    if (successor !== undefined) return this.answer(user, { id: session_id, ...state }, successor);
    const ended = await this.store.end(tx, user.user_id, 'reuse', { only: session_id });
    await this.finish(tx, { user_id: user.user_id, version, reason: 'reuse', ended });
    return undefined;
  }

  /** What every end of sessions has in common: it is told, audited and, once it is certain, known to all who keep sessions in memory. */
  private async finish(tx: Tx, { user_id, version, reason, ended }: Ending): Promise<number> {
    for (const { id, company_id, ended_at } of ended) {
      const event = { contract: SessionEnded, aggregateId: id, aggregateVersion: 1, data: { user_id, reason } };
      const audit = {
        table: 'sessions',
        operation: 'update' as const,
        before: { id, ended_at: null },
        after: { id, ended_at, end_reason: reason },
      };
      await commitChange(tx, { event, audit }, company_id);
    }
    tx.afterCommit(async () => {
      if (ended.length > 0) this.news.ended(ended.map(({ id }) => id));
      if (ended.length > 0) this.telemetry.sessionsEnded(user_id, reason, ended.length);
      await this.news.changed(user_id, version);
    });
    return ended.length;
  }

  private async answer(user: UserActor, session: Pick<OpenSession, 'id' | 'expires_at'>, refreshToken: string): Promise<Session> {
    const access = await this.tokens.issue({ ...user, session_id: session.id }, Date.parse(session.expires_at));
    return { ...access, refresh_token: refreshToken, session_id: session.id, session_expires_at: session.expires_at };
  }
}

const ENDED_PAGE = 10_000;

interface Ending {
  readonly user_id: string;
  readonly version: number;
  readonly reason: SessionEndReason;
  readonly ended: readonly EndedSession[];
}

function userOf({ actor }: RequestContext): UserActor {
  if (actor.kind !== 'user') throw new AppError('PLATFORM_ACTOR_REFUSED');
  return actor;
}
