import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { Injectable } from '@nestjs/common';
import { AttemptThrottle, Cache } from '@smartcontent/cache';
import { AppError, type InputOf, type LogIn, type RequestContext } from '@smartcontent/contracts';
import { Passwords } from '../passwords.js';
import { IdentityTelemetry } from '../telemetry.js';
import { type Credentials, LogInStore } from './log-in.store.js';

/** Whether somebody is who he says. Where he is not, the answer and the work do not tell whether there is such a person. */
@Injectable()
export class LogInProof {
  private readonly throttle: AttemptThrottle;

  constructor(
    private readonly store: LogInStore,
    private readonly passwords: Passwords,
    private readonly telemetry: IdentityTelemetry,
    cache: Cache,
  ) {
    this.throttle = new AttemptThrottle(cache, 'log-in');
  }

  /**
   * The attempt counts before it is looked at, on the account as seen from this neighbourhood: nobody can lock somebody else out from afar.
   * @throws AppError IDENTITY_LOGIN_REFUSED for unknown address, wrong password and inactive account alike; IDENTITY_LOGIN_THROTTLED
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
    await this.throttle.clear(account);
    this.telemetry.loggedIn(known.user_id, context);
    return known;
  }

  private throttled(waitMs: number, context: RequestContext): AppError {
    this.telemetry.logInThrottled(context);
    return new AppError('IDENTITY_LOGIN_THROTTLED', { data: { retry_after_seconds: Math.ceil(waitMs / 1_000) } });
  }
}

/** Hashed: Redis need not know who tries to log in. */
function accountSeenFrom(email: string, address: string): string {
  return createHash('sha256')
    .update(`${email}\n${neighbourhoodOf(address)}`)
    .digest('hex');
}

/** What one customer of a provider has: a /24 of IPv4, a /56 of IPv6. */
function neighbourhoodOf(address: string): string {
  if (!isIPv6(address)) return address.split('.').slice(0, 3).join('.');
  const mapped = /^::ffff:(\d+\.\d+\.\d+)\.\d+$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const [head = '', tail = ''] = address.split('%')[0]?.split('::') ?? [];
  const start = head === '' ? [] : head.split(':');
  const end = tail === '' ? [] : tail.split(':');
  const words = address.includes('::') ? [...start, ...Array(Math.max(0, 8 - start.length - end.length)).fill('0'), ...end] : start;
  const [a, b, c, d = '0'] = words;
  return `${a}:${b}:${c}:${d.padStart(4, '0').slice(0, 2)}`;
}
