import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice for Argon2id, which is the library's default algorithm: 19 MiB, two passes, one lane; about 30 ms. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Passwords are kept as Argon2id hashes; both methods work off the event loop. */
@Injectable()
export class Passwords {
  /** Of a password that nobody has. */
  private readonly dummyHash = hash(randomBytes(32), COST);

  hash(password: string): Promise<string> {
    return hash(password, COST);
  }

  /** Without a hash it does the same work for nothing, so that the time of an answer does not tell whether an account exists. */
  async verify(passwordHash: string | undefined, password: string): Promise<boolean> {
    const matches = await verify(passwordHash ?? (await this.dummyHash), password);
    return matches && passwordHash !== undefined;
  }
}
