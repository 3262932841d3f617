import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { AppError, assertAwaited, type RequestContext } from '@smartcontent/contracts';

/** OWASP's first choice for Argon2id, which is the library's default algorithm: 19 MiB, two passes, one lane; about 30 ms. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** A flood of log-ins leaves half of the cores, and two of the four workers that Node has for such work, to everybody else. */
const AT_ONCE = Math.min(2, Math.max(1, availableParallelism() >> 1));
/** About a second's worth. Who comes then would not be answered in time. */
const WAITING_MAX = 64;

type Awaited = Pick<RequestContext, 'signal' | 'deadlineMs'>;

/** Passwords are kept as Argon2id hashes; both methods work off the event loop, two at a time at most. */
@Injectable()
export class Passwords {
  /** Of a password that nobody has. */
  private readonly dummyHash = hash(randomBytes(32), COST);
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  /** @throws AppError IDENTITY_BUSY where too many wait already */
  hash(password: string, context?: Awaited): Promise<string> {
    return this.inTurn(() => hash(spellPassword(password), COST), context);
  }

  /**
   * Without a hash it does the same work for nothing, so that the time of an answer does not tell whether an account exists.
   * @throws AppError IDENTITY_BUSY where too many wait already
   */
  async verify(passwordHash: string | undefined, password: string, context?: Awaited): Promise<boolean> {
    const compared = passwordHash ?? (await this.dummyHash);
    const matches = await this.inTurn(() => verify(compared, spellPassword(password)), context);
    return matches && passwordHash !== undefined;
  }

  private async inTurn<T>(work: () => Promise<T>, context?: Awaited): Promise<T> {
    if (this.running < AT_ONCE) this.running += 1;
    else await this.turn();
    try {
      // Whoever has gone meanwhile is not worth 30 ms.
      if (context) assertAwaited(context);
      return await work();
    } finally {
      const next = this.waiting.shift();
      // The place goes over to the next one, so nobody overtakes.
      if (next) next();
      else this.running -= 1;
    }
  }

  private turn(): Promise<void> {
    if (this.waiting.length >= WAITING_MAX) throw new AppError('IDENTITY_BUSY');
    const { promise, resolve } = Promise.withResolvers<void>();
    this.waiting.push(resolve);
    return promise;
  }
}

/** As RFC 8265 (OpaqueString) has it: one keyboard sends é as one character, another as two. */
function spellPassword(password: string): string {
  return password.replace(/\p{Zs}/gu, ' ').normalize('NFC');
}
