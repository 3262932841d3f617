import { Injectable } from '@nestjs/common';
import { AttemptThrottle, Cache } from '@smartcontent/cache';
import {
  type Actor,
  AppError,
  type BeginTotp,
  type ConfirmTotp,
  type InputOf,
  type OutputOf,
  type RequestContext,
} from '@smartcontent/contracts';
import { commitChange, Database, type Tx } from '@smartcontent/database';
import { Secrets } from '@smartcontent/secrets';
import { PasswordChangesService } from '../password-changes/password-changes.service.js';
import { TotpStore } from './totp.store.js';
import { newRecoveryCodes, newTotpSecret, otpauthUrl, recoveryHash, stepOf } from './totp-codes.js';

type UserActor = Extract<Actor, { kind: 'user' }>;

/** Authenticators: optional, one per user. A code counts once. */
@Injectable()
export class TotpService {
  private readonly throttle: AttemptThrottle;

  constructor(
    private readonly database: Database,
    private readonly store: TotpStore,
    private readonly passwords: PasswordChangesService,
    private readonly secrets: Secrets,
    cache: Cache,
  ) {
    this.throttle = new AttemptThrottle(cache, 'totp');
  }

  /** With the password, so that who found an open session cannot lock its owner out. */
  async begin(input: InputOf<typeof BeginTotp>, context: RequestContext): Promise<OutputOf<typeof BeginTotp>> {
    const { company_id, user_id } = (await this.passwords.prove(input.password, context)).user;
    const secret = newTotpSecret();
    return this.database.withTenant(context, async (tx) => {
      const email = await this.store.emailOf(tx, user_id);
      if (!email) throw new AppError('PLATFORM_ACTOR_REFUSED');
      const isProposed = await this.store.propose(tx, user_id, company_id, this.secrets.seal(company_id, secret));
      if (!isProposed) throw new AppError('IDENTITY_TOTP_ACTIVE');
      await audit(tx, user_id, 'insert', { is_confirmed: false });
      return { secret, otpauth_url: otpauthUrl(secret, email) };
    });
  }

  async confirm(input: InputOf<typeof ConfirmTotp>, context: RequestContext): Promise<OutputOf<typeof ConfirmTotp>> {
    const { company_id, user_id } = userOf(context);
    await this.count(user_id);
    const codes = await this.database.withTenant(context, async (tx) => {
      const held = await this.store.find(tx, user_id);
      if (!held || held.is_confirmed) throw new AppError('IDENTITY_TOTP_NOT_FOUND');
      const step = stepOf(this.secrets.open(company_id, held), input.totp_code.replaceAll(' ', ''));
      if (step === undefined || !(await this.store.take(tx, user_id, held, step))) throw new AppError('IDENTITY_TOTP_REFUSED');
      const recovery = newRecoveryCodes();
      await this.store.replaceRecoveryCodes(tx, user_id, company_id, recovery.map(recoveryHash));
      await audit(tx, user_id, 'update', { is_confirmed: true });
      return recovery;
    });
    await this.throttle.clear(user_id);
    return { recovery_codes: codes };
  }

  /** Repeating it changes nothing. */
  async remove(password: string, context: RequestContext): Promise<void> {
    const { user_id } = (await this.passwords.prove(password, context)).user;
    await this.database.withTenant(context, async (tx) => {
      if (await this.store.remove(tx, user_id)) await audit(tx, user_id, 'delete', { is_confirmed: false });
    });
  }

  /**
   * The second half of a log-in, after the password was right: so only who knows that can spend the attempts of an account.
   * @throws AppError IDENTITY_TOTP_NEEDED, IDENTITY_TOTP_REFUSED, IDENTITY_LOGIN_THROTTLED where the user has an authenticator
   */
  async demand(user: UserActor, code: string | undefined, context: RequestContext): Promise<void> {
    const { company_id, user_id } = user;
    const asUser = { ...context, actor: user };
    const held = await this.database.withTenant(asUser, (tx) => this.store.find(tx, user_id));
    if (!held?.is_confirmed) return;
    if (code === undefined) throw new AppError('IDENTITY_TOTP_NEEDED');
    await this.count(user_id);
    const step = stepOf(this.secrets.open(company_id, held), code.replaceAll(' ', ''));
    await this.database.withTenant(asUser, async (tx) => {
      const isRecovery = step === undefined;
      const isTaken = isRecovery
        ? await this.store.takeRecoveryCode(tx, user_id, recoveryHash(code))
        : await this.store.take(tx, user_id, held, step);
      if (!isTaken) throw new AppError('IDENTITY_TOTP_REFUSED');
      await audit(tx, user_id, 'update', isRecovery ? { recovery_code: 'used' } : { last_step: step });
    });
    await this.throttle.clear(user_id);
  }

  private async count(userId: string): Promise<void> {
    const waitMs = await this.throttle.take(userId);
    if (waitMs > 0) throw new AppError('IDENTITY_LOGIN_THROTTLED', { data: { retry_after_seconds: Math.ceil(waitMs / 1_000) } });
  }
}

/** No event tells of it. */
function audit(tx: Tx, userId: string, operation: 'insert' | 'update' | 'delete', values: object): Promise<void> {
  return commitChange(tx, { event: null, audit: { table: 'user_totp', operation, after: { user_id: userId, ...values } } });
}

function userOf({ actor }: RequestContext): UserActor {
  if (actor.kind !== 'user') throw new AppError('PLATFORM_ACTOR_REFUSED');
  return actor;
}
