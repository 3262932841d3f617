import { ApiError } from './errors.js';
import { newId } from './new-id.js';

/** What a log-in answers under `session`. */
export interface Session {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** Asks the platform for new tokens. Where its answer got lost, the same id within a minute brings the same tokens; another ends the session. */
export type Refresh = (session: Session, attemptId: string) => Promise<Session>;

/**
 * Who keeps the tokens of a session. A refresh token is good for one use: whoever shares a session with other processes lets `renew` take
 * turns with them, or they end it for each other.
 */
export interface SessionKeeper {
  current(): Session | Promise<Session>;
  /** Replaces `stale`, by `refresh` unless somebody else has done so, and answers what is good now. */
  renew(stale: Session, refresh: Refresh): Promise<Session>;
}

/** A session in memory; `onChange` may store what a refresh brought. Where it throws, that call fails with it, and the new tokens hold. */
export class HeldSession implements SessionKeeper {
  #session: Session;
  #renewal: Promise<Session> | null = null;
  #attemptId: string | null = null;

  constructor(
    session: Session,
    private readonly onChange: (session: Session) => void | Promise<void> = () => undefined,
  ) {
    this.#session = session;
  }

  current(): Session {
    return this.#session;
  }

  /** One refresh runs at a time; who comes meanwhile gets its tokens. */
  renew(stale: Session, refresh: Refresh): Promise<Session> {
    if (stale.access_token !== this.#session.access_token) return Promise.resolve(this.#session);
    this.#renewal ??= this.#exchange(stale, refresh).finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  async #exchange(stale: Session, refresh: Refresh): Promise<Session> {
    this.#attemptId ??= newId();
    try {
      this.#session = await refresh(stale, this.#attemptId);
      this.#attemptId = null;
    } catch (error) {
      // What was refused is over; only an attempt that may have been carried out is made again.
      if (error instanceof ApiError && !error.isPossiblyApplied) this.#attemptId = null;
      throw error;
    }
    await this.onChange(this.#session);
    return this.#session;
  }
}

/** An API key, an access token, or a session that is refreshed. */
export type Credential = string | Session | SessionKeeper;

/** What goes into the header, and how to come by another where it was refused. */
export interface Bearer {
  token(): Promise<string | null>;
  /** A newer token than this one, or null where there is none. */
  renewed(token: string, refresh: Refresh): Promise<string | null>;
}

export function bearerOf(credential: Credential | undefined): Bearer {
  if (credential === undefined || typeof credential === 'string') {
    return { token: async () => credential ?? null, renewed: async () => null };
  }
  const keeper = 'renew' in credential ? credential : new HeldSession(credential);
  return {
    token: async () => (await keeper.current()).access_token,
    renewed: async (token, refresh) => {
      const current = await keeper.current();
      if (current.access_token !== token) return current.access_token;
      return (await keeper.renew(current, refresh)).access_token;
    },
  };
}
