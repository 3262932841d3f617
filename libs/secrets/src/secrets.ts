import { createHash, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
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
  readonly #masterKeys: ReadonlyMap<string, KeyObject>;

  private constructor(
    /** The master key that wraps what is sealed from now on. */
    readonly keyId: string,
    masterKeys: ReadonlyMap<string, KeyObject>,
  ) {
    this.#masterKeys = masterKeys;
  }

  /**
   * `base64` holds one master key, or several with blanks, commas or line breaks in between: the first one wraps, all of them open.
   * @throws SecretsError unless each is exactly 32 bytes.
   */
  static fromMasterKey(base64: string): Secrets {
    const keys = base64.split(/[\s,]+/).filter((text) => text !== '');
    const masterKeys = new Map(keys.map((text) => keyOf(text)));
    const [keyId] = masterKeys.keys();
    if (keyId === undefined) throw new SecretsError('there is no master key');
    return new Secrets(keyId, masterKeys);
  }

  seal(companyId: string, plaintext: string): Sealed {
    const dataKey = randomBytes(KEY_BYTES);
    return {
      ciphertext: encrypt(createSecretKey(dataKey), plaintext, companyId),
      wrapped_key: encrypt(this.#masterKey(this.keyId), dataKey, companyId),
      key_id: this.keyId,
    };
  }

  /** @throws SecretsError where the secret does not open for this company, or its master key is not there. */
  open(companyId: string, sealed: Sealed): string {
    return decrypt(createSecretKey(this.#dataKey(companyId, sealed)), sealed.ciphertext, companyId).toString();
  }

  /**
   * The same secret, its data key wrapped by the first master key. What is sealed is not opened.
   * @throws SecretsError as `open`
   */
  rewrap(companyId: string, sealed: Sealed): Sealed {
    const dataKey = this.#dataKey(companyId, sealed);
    const { ciphertext } = sealed;
    return { ciphertext, wrapped_key: encrypt(this.#masterKey(this.keyId), dataKey, companyId), key_id: this.keyId };
  }

  #dataKey(companyId: string, { wrapped_key, key_id }: Sealed): Buffer {
    return decrypt(this.#masterKey(key_id), wrapped_key, companyId);
  }

  #masterKey(keyId: string): KeyObject {
    const known = this.#masterKeys.get(keyId);
    if (known) return known;
    const ids = [...this.#masterKeys.keys()].join(', ');
    throw new SecretsError(`the secret was sealed with master key ${keyId}, which is not among ${ids}`);
  }
}

/** A master key with its id. */
function keyOf(base64: string): [string, KeyObject] {
  const key = Buffer.from(base64, 'base64');
  if (key.length !== KEY_BYTES) throw new SecretsError(`the master key must be ${KEY_BYTES} bytes in base64`);
  return [createHash('sha256').update(key).digest('hex').slice(0, 16), createSecretKey(key)];
}

function encrypt(key: KeyObject, plaintext: Buffer | string, companyId: string): string {
  return closeBox(key, plaintext, companyId).toString('base64');
}

function decrypt(key: KeyObject, box: string, companyId: string): Buffer {
  try {
    return openBox(key, Buffer.from(box, 'base64'), companyId);
  } catch (cause) {
    throw new SecretsError('the secret does not open: it was changed or belongs to another company', { cause });
  }
}
