import { createHash, timingSafeEqual } from 'node:crypto';
import { OPERATOR_KEY_PREFIX } from '@smartcontent/contracts';
import { type Caller, OPERATOR } from './caller.js';

/** The key of whoever runs the platform. It is configured, not looked up; a gateway without one has no operator. */
export class OperatorKey {
  private readonly digest: Buffer | null;

  constructor(key: string | null) {
    this.digest = key === null ? null : digestOf(key);
  }

  /** The operator where the credential is this key, else null. Takes as long for a key that is nearly right as for any other. */
  resolve(credential: string): Caller | null {
    return this.digest !== null && timingSafeEqual(digestOf(credential), this.digest) ? OPERATOR : null;
  }
}

/** Whether somebody presents himself as the operator, rightly or not. */
export function claimsToBeOperator(credential: string): boolean {
  return credential.startsWith(OPERATOR_KEY_PREFIX);
}

/** Digests are of one length, which is what a comparison in constant time needs. */
function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
