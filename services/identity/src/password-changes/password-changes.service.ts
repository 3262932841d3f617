import { Injectable } from '@nestjs/common';
import { AttemptThrottle, Cache } from '@smartcontent/cache';
import { type Actor, AppError, type ChangePassword, type InputOf, type RequestContext } from '@smartcontent/contracts';
import { commitChange, Database, type Tx } from '@smartcontent/database';
import { Passwords } from '../passwords.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { PasswordChangesStore } from './password-changes.store.js';

type UserActor = Extract<Actor, { kind: 'user' }>;

/** Who knew his password a moment ago. */
interface Proven {
  readonly user: UserActor;
  readonly passwordHash: string;
}

@Injectable()
export class PasswordChangesService {
  private readonly throttle: AttemptThrottle;

  constructor(
    private readonly database: Database,
    private readonly store: PasswordChangesStore,
    private readonly passwords: Passwords,
    private readonly sessions: SessionsService,
    cache: Cache,
  ) {
    this.throttle = new AttemptThrottle(cache, 'password');
  }

  /** Ends the sessions that the old password opened, but for the one that asks. */
  async change(input: InputOf<typeof ChangePassword>, context: RequestContext): Promise<void> {
    // A repeat of the same request finds its own new password, and must get the first answer.
    const repeated = (refusal: unknown): Promise<null> => this.database.withTenant(context, () => Promise.reject(refusal));
    const proven = await this.prove(input.current_password, context).catch(repeated);
    if (!proven) return;
    const { user_id, session_id } = proven.user;
    const newHash = await this.passwords.hash(input.new_password, context);
    await this.database.withTenant(context, async (tx) => {
      // A password that was set meanwhile is not undone by who knows the one before it.
      if (!(await this.store.replace(tx, user_id, proven.passwordHash, newHash))) throw new AppError('IDENTITY_PASSWORD_WRONG');
      await commitChange(tx, { event: null, audit: { table: 'users', operation: 'update', after: { id: user_id, password: 'changed' } } });
      await this.sessions.endAllOf(tx, user_id, 'password-changed', session_id);
    });
  }

  /**
   * Shows that whoever holds the session also knows the password, which by now may be another.
   * @throws AppError IDENTITY_PASSWORD_WRONG; IDENTITY_LOGIN_THROTTLED where it was wrong too often
   */
  async prove(password: string, context: RequestContext): Promise<Proven> {
    const { actor } = context;
    if (actor.kind !== 'user') throw new AppError('PLATFORM_ACTOR_REFUSED');
    const waitMs = await this.throttle.take(actor.user_id);
    if (waitMs > 0) throw new AppError('IDENTITY_LOGIN_THROTTLED', { data: { retry_after_seconds: Math.ceil(waitMs / 1_000) } });
    const held = await this.database.withTenant({ ...context, idempotency: null }, (tx) => this.store.hashOf(tx, actor.user_id));
    if (!held) throw new AppError('PLATFORM_ACTOR_REFUSED');
    if (!(await this.passwords.verify(held, password, context))) throw new AppError('IDENTITY_PASSWORD_WRONG');
    await this.throttle.clear(actor.user_id);
    return { user: actor, passwordHash: held };
  }

  /** Whether he has that password still, and is an admin. */
  isStillAdmin(tx: Tx, { user, passwordHash }: Proven): Promise<boolean> {
    return this.store.isStillAdmin(tx, user.user_id, passwordHash);
  }
}
