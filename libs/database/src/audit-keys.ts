import { DataKey, type Sealed, type Secrets } from '@smartcontent/secrets';
import type { Tx } from './transaction.js';

/** As every cache in a process: what another one destroys is forgotten within this time. */
const HELD_MS = 60_000;
const HELD_KEYS = 5_000;

const FIND = 'SELECT ciphertext, wrapped_key, key_id, destroyed_at FROM audit_keys WHERE company_id = $1';
const KEEP = `INSERT INTO audit_keys (company_id, ciphertext, wrapped_key, key_id) VALUES ($1, $2, $3, $4)
  ON CONFLICT (company_id) DO NOTHING RETURNING company_id`;

type KeyRow = (Sealed & { readonly destroyed_at: null }) | { readonly destroyed_at: string };

/**
 * Each company's key to what its audit rows say, in this service. It is made by the company's first row, in that row's transaction, and held
 * for a minute, so that a write pays for it once in a while.
 */
export class AuditKeys {
  readonly #secrets: Secrets;
  readonly #held = new Map<string, { readonly key: DataKey; readonly untilMs: number }>();
  /** Not held before the commit: rolled back, it would seal rows that nothing opens. */
  readonly #made = new WeakMap<Tx, Map<string, DataKey>>();

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  /** Null where the company was erased. @throws SecretsError where it was wrapped by a master key that is not there. */
  async of(tx: Tx, companyId: string): Promise<DataKey | null> {
    const known = this.#known(tx, companyId);
    if (known) return known;
    const found = await tx.one<KeyRow>(FIND, [companyId]);
    return found ? this.#open(tx, companyId, found) : this.#make(tx, companyId);
  }

  /** Only what is there; null where the company was erased, undefined where it never had one. */
  async find(tx: Tx, companyId: string): Promise<DataKey | null | undefined> {
    const known = this.#known(tx, companyId);
    if (known) return known;
    const found = await tx.one<KeyRow>(FIND, [companyId]);
    return found && this.#open(tx, companyId, found);
  }

  /** As it stands in the table, whatever is held. @throws SecretsError where it does not open */
  async stored(tx: Tx, companyId: string): Promise<DataKey | null | undefined> {
    const found = await tx.one<KeyRow>(FIND, [companyId]);
    return found && (found.destroyed_at === null ? DataKey.open(this.#secrets, companyId, found) : null);
  }

  /** Without asking anybody; undefined where it is not held just now. */
  held(companyId: string): DataKey | undefined {
    const held = this.#held.get(companyId);
    return held && held.untilMs > Date.now() ? held.key : undefined;
  }

  #known(tx: Tx, companyId: string): DataKey | undefined {
    return this.held(companyId) ?? this.#made.get(tx)?.get(companyId);
  }

  #open(tx: Tx, companyId: string, row: KeyRow): DataKey | null {
    if (row.destroyed_at !== null) return null;
    const own = this.#made.get(tx)?.get(companyId);
    if (own) return own;
    const key = DataKey.open(this.#secrets, companyId, row);
    this.#hold(companyId, key);
    return key;
  }

  async #make(tx: Tx, companyId: string): Promise<DataKey | null> {
    const { key, wrapped } = DataKey.make(this.#secrets, companyId);
    const kept = await tx.one(KEEP, [companyId, wrapped.ciphertext, wrapped.wrapped_key, wrapped.key_id]);
    // Somebody else was faster; that one is committed by now, or this transaction's own.
    if (!kept) return this.of(tx, companyId);
    const made = this.#made.get(tx) ?? new Map<string, DataKey>();
    this.#made.set(tx, made.set(companyId, key));
    tx.afterCommit(() => this.#hold(companyId, key));
    return key;
  }

  #hold(companyId: string, key: DataKey): void {
    this.#held.delete(companyId);
    this.#held.set(companyId, { key, untilMs: Date.now() + HELD_MS });
    // The first is the one that was held longest.
    if (this.#held.size > HELD_KEYS) this.#held.delete(this.#held.keys().next().value as string);
  }
}
