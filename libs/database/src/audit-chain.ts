import { createHash } from 'node:crypto';
import { AppError } from '@smartcontent/contracts';
import { type DataKey, SecretsError } from '@smartcontent/secrets';
import { chainHash, sealDetail } from './audit-entry.js';
import { AuditStore, type ChainPiece, type UnchainedRow } from './audit-store.js';
import type { Database } from './database.js';

const ROWS = 1_000;

export interface AuditChainOptions {
  readonly database: Database;
  /** A company's key does not open, or its chain is broken: its rows wait, and those of all others do not wait for them. Told once. */
  readonly onStuck: (companyId: string, error: unknown) => void;
}

interface Advance {
  readonly chained: number;
  /** Whose chains grew. */
  readonly companies: readonly string[];
  readonly isMore: boolean;
}

/**
 * Gives the rows of a service's audit log their places in their companies' chains. It may run in several processes at once, and be cut short
 * anywhere: a piece is put at the end of a chain, or nothing is changed.
 */
export class AuditChain {
  readonly #options: AuditChainOptions;
  readonly #store: AuditStore;
  readonly #passedOver = new Set<string>();

  constructor(options: AuditChainOptions) {
    this.#options = options;
    this.#store = new AuditStore(options.database);
  }

  /** Chains up to a thousand rows; how many, of whom, and whether more may wait. */
  async advance(): Promise<Advance> {
    const rows = await this.#store.unchained(ROWS, [...this.#passedOver]);
    if (rows.length === 0) return { chained: 0, companies: [], isMore: false };
    const byCompany = Map.groupBy(rows, (row) => row.company_id);
    const keys = await this.#keysOf([...byCompany.keys()]);
    const pieces = [...keys].map(([companyId, key]) => this.#piece(key, byCompany.get(companyId) ?? []));
    const done: ChainPiece[] = [];
    for (const piece of pieces) if (await this.#append(piece)) done.push(piece);
    const chained = done.reduce((sum, { ids }) => sum + ids.length, 0);
    return { chained, companies: done.map(({ after }) => after.company_id), isMore: rows.length === ROWS };
  }

  /** Looks again at companies whose keys did not open: another master key may be there by now. */
  forgetStuck(): void {
    this.#passedOver.clear();
  }

  #piece(key: DataKey, rows: readonly UnchainedRow[]): ChainPiece {
    const seals: (Buffer | null)[] = [];
    const hashes: Buffer[] = [];
    const [{ company_id, head_seq: seq, head_hash: hash }] = rows as readonly [UnchainedRow];
    let before = hash;
    for (const row of rows) {
      const seal = row.digest ? null : sealPlain(key, row);
      const digest = seal ? createHash('sha256').update(seal).digest() : row.digest;
      before = chainHash(key, this.#options.database.schema, { ...row, digest }, before);
      seals.push(seal);
      hashes.push(before);
    }
    return { after: { company_id, seq, hash }, ids: rows.map((row) => row.id), hashes, seals };
  }

  async #append(piece: ChainPiece): Promise<boolean> {
    try {
      return await this.#store.append(piece);
    } catch (error) {
      if (error instanceof AppError && error.isRetryable) throw error;
      // Somebody changed what nobody may: the head is gone, or a row.
      this.#passOver(piece.after.company_id, error);
      return false;
    }
  }

  #passOver(companyId: string, error: unknown): void {
    this.#passedOver.add(companyId);
    this.#options.onStuck(companyId, error);
  }

  /** Of an erased company nothing is chained any more; its chain has lost its key. */
  async #keysOf(companies: readonly string[]): Promise<Map<string, DataKey>> {
    const { database } = this.#options;
    const keys = new Map<string, DataKey>();
    for (const companyId of companies) {
      try {
        const ask = () => database.withSystem('chain the audit log', async (tx) => database.auditKeys?.of(tx, companyId));
        const key = database.auditKeys?.held(companyId) ?? (await ask());
        if (key) keys.set(companyId, key);
        else this.#passedOver.add(companyId);
      } catch (error) {
        if (!(error instanceof SecretsError)) throw error;
        this.#passOver(companyId, error);
      }
    }
    return keys;
  }
}

/** What a release before this one wrote, also while both run. */
function sealPlain(key: DataKey, { id, old_values, new_values }: UnchainedRow): Buffer | null {
  return old_values || new_values ? sealDetail(key, id, { old_values, new_values, address: null, user_agent: null }) : null;
}
