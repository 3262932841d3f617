import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const TAG_BYTES = 16;
/** A key serves one encryption: a refresh token is exchanged once. */
const NONCE = Buffer.alloc(12);

/**
 * The new refresh token, sealed with the one that it replaces and the id of the client's attempt: so a client whose answer was lost can ask
 * again, while neither a thief of the old token nor a reader of the table can open it.
 */
export function sealSuccessor(old: string, attemptId: string, successor: string): Buffer {
  const cipher = createCipheriv(ALGORITHM, keyOf(old, attemptId), NONCE);
  const body = Buffer.concat([cipher.update(successor), cipher.final()]);
  return Buffer.concat([cipher.getAuthTag(), body]);
}

/** What `sealSuccessor` sealed; undefined for another token or another attempt. */
export function openSuccessor(old: string, attemptId: string, sealed: Buffer): string | undefined {
  try {
    const decipher = createDecipheriv(ALGORITHM, keyOf(old, attemptId), NONCE).setAuthTag(sealed.subarray(0, TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(TAG_BYTES)), decipher.final()]).toString();
  } catch {
    return undefined;
  }
}

function keyOf(old: string, attemptId: string): Buffer {
  return Buffer.from(hkdfSync('sha256', old, attemptId, 'refresh-successor', 32));
}
