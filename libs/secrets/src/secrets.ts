import { createHash, randomBytes } from 'node:crypto';
import { closeBox, openBox } from './box.js';

const KEY_BYTES = 32;

/** A secret as it is stored and as it may cross NATS: useless without the master key. Fields are base64. */
export interface Sealed {
  readonly ciphertext: string;
  /** The data key, encrypted with the master key. */
  readonly wrapped_key: string;
  /** Which master key wrapped it: the start of its SHA-256, hex. */
  readonly key_id: string;
}

/** The sealed secret was changed, belongs to another company or was sealed with another master key. */
export class SecretsError extends Error {
  override readonly name = 'SecretsError';
}

/**
 * Envelope encryption of third-party secrets: each has a data key of its own, AES-256-GCM both times
 * (NIST SP 800-38D), with the company as associated data, so that a row copied to another company does not open.
 */
export class Secrets {
  private constructor(
    private readonly masterKey: Buffer,
    readonly keyId: string,
  ) {}

  /** @throws SecretsError unless `base64` is exactly 32 bytes. */
  static fromMasterKey(base64: string): Secrets {
    const key = Buffer.from(base64, 'base64');
    if (key.length !== KEY_BYTES) throw new SecretsError(`the master key must be ${KEY_BYTES} bytes in base64`);
    return new Secrets(key, createHash('sha256').update(key).digest('hex').slice(0, 16));
  }

  seal(companyId: string, plaintext: string): Sealed {
    const dataKey = randomBytes(KEY_BYTES);
    return {
      ciphertext: encrypt(dataKey, Buffer.from(plaintext), companyId),
      wrapped_key: encrypt(this.masterKey, dataKey, companyId),
      key_id: this.keyId,
    };
  }

  /** @throws SecretsError where the secret does not open for this company and master key. */
  open(companyId: string, sealed: Sealed): string {
    if (sealed.key_id !== this.keyId) throw new SecretsError(`the secret was sealed with master key ${sealed.key_id}, not ${this.keyId}`);
    const dataKey = decrypt(this.masterKey, sealed.wrapped_key, companyId);
    return decrypt(dataKey, sealed.ciphertext, companyId).toString();
  }
}

function encrypt(key: Buffer, plaintext: Buffer, companyId: string): string {
  return closeBox(key, plaintext, companyId).toString('base64');
}

function decrypt(key: Buffer, box: string, companyId: string): Buffer {
  try {
    return openBox(key, Buffer.from(box, 'base64'), companyId);
  } catch (cause) {
    throw new SecretsError('the secret does not open: it was changed or belongs to another company', { cause });
  }
}
