import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AttemptThrottle, Cache } from '@smartcontent/cache';
import { type Actor, AppError, type InputOf, type LogIn, type RequestContext, ROLE_SCOPES } from '@smartcontent/contracts';
import { grantedLimits } from '../granted-limits.js';
import { neighbourhoodOf } from '../neighbourhood.js';
import { Passwords } from '../passwords.js';
import { IdentityTelemetry } from '../telemetry.js';
import { TotpService } from '../totp/totp.service.js';
import { type Credentials, LogInStore } from './log-in.store.js';

type UserActor = Extract<Actor, { kind: 'user' }>;

/** Whether somebody is who he says. Where he is not, the answer and the work do not tell whether there is such a person. */
@Injectable()
export class LogInProof {
  private readonly throttle: AttemptThrottle;

  constructor(
    private readonly store: LogInStore,
    private readonly passwords: Passwords,
    private readonly totp: TotpService,
    private readonly telemetry: IdentityTelemetry,
    cache: Cache,
  ) {
    this.throttle = new AttemptThrottle(cache, 'log-in');
  }

  /**
   * Who it is, as he was when the password was compared; by now something may be otherwise. The attempt counts before it is looked at, on the account as seen from this neighbourhood: nobody can lock somebody else out from afar.
   * @throws AppError IDENTITY_LOGIN_REFUSED for unknown address, wrong password and inactive account alike; IDENTITY_LOGIN_THROTTLED; what `TotpService.demand` throws
   */
  async demand(input: InputOf<typeof LogIn>, context: RequestContext): Promise<Credentials> {
    const account = accountSeenFrom(input.email, context.origin?.address ?? '');
    const waitMs = await this.throttle.take(account);
    if (waitMs > 0) throw this.throttled(waitMs, context);
    const known = await this.store.findCredentials(input.email);
    const matches = await this.passwords.verify(known?.password_hash, input.password, context);
    if (!known?.is_active || !matches) {
      this.telemetry.logInRefused(context);
      throw new AppError('IDENTITY_LOGIN_REFUSED');
    }
    await this.totp.demand(actorOf(known), input.totp_code, context);
    await this.throttle.clear(account);
    this.telemetry.loggedIn(known.user_id, context);
    return known;
  }

  private throttled(waitMs: number, context: RequestContext): AppError {
    this.telemetry.logInThrottled(context);
    return new AppError('IDENTITY_LOGIN_THROTTLED', { data: { retry_after_seconds: Math.ceil(waitMs / 1_000) } });
  }
}

/** The user whose credentials these are. */
export function actorOf({ company_id, user_id, role, tier, api_limits }: Omit<Credentials, 'password_hash' | 'is_active'>): UserActor {
  return { kind: 'user', company_id, user_id, role, tier, scopes: [...ROLE_SCOPES[role]], ...grantedLimits(api_limits) };
}

/** Hashed: Redis need not know who tries to log in. */
function accountSeenFrom(email: string, address: string): string {
  return createHash('sha256')
    .update(`${email}\n${neighbourhoodOf(address)}`)
    .digest('hex');
}
