import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { closeBox, openBox } from './box.js';
import { type Sealed, type Secrets, SecretsError } from './secrets.js';

const KEY_BYTES = 32;

/**
 * A key that seals many things of one company, such as its audit rows (fewer than 2^32 of them). It is stored wrapped; whoever destroys the
 * wrapped form has destroyed what it sealed.
 */
export class DataKey {
  readonly #sealing: KeyObject;
  readonly #signing: KeyObject;

  private constructor(bytes: Buffer) {
    // RFC 5869: what encrypts does not authenticate.
    const derive = (purpose: string) => createSecretKey(Buffer.from(hkdfSync('sha256', bytes, '', purpose, KEY_BYTES)));
    this.#sealing = derive('seal');
    this.#signing = derive('sign');
  }

  /** A new key of a company, and the form in which it is stored. */
  static make(secrets: Secrets, companyId: string): { readonly key: DataKey; readonly wrapped: Sealed } {
    const bytes = randomBytes(KEY_BYTES);
    return { key: new DataKey(bytes), wrapped: secrets.seal(companyId, bytes.toString('base64')) };
  }

  /** @throws SecretsError where the wrapped key was changed, is another company's or was wrapped by a master key that is not there. */
  static open(secrets: Secrets, companyId: string, wrapped: Sealed): DataKey {
    const bytes = Buffer.from(secrets.open(companyId, wrapped), 'base64');
    if (bytes.length !== KEY_BYTES) throw new SecretsError('the wrapped data key holds no key');
    return new DataKey(bytes);
  }

  /** `about` names what is sealed (a row's id): the box opens under no other name. */
  seal(about: string, plaintext: string): Buffer {
    return closeBox(this.#sealing, plaintext, about);
  }

  /** @throws SecretsError where the box was changed, or is about something else. */
  open(about: string, box: Buffer): string {
    try {
      return openBox(this.#sealing, box, about).toString();
    } catch (cause) {
      throw new SecretsError('the sealed text does not open: it was changed or belongs elsewhere', { cause });
    }
  }

  /** HMAC-SHA-256, 32 bytes. */
  sign(text: string): Buffer {
    return createHmac('sha256', this.#signing).update(text).digest();
  }
}
