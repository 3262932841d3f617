import { AuditStore, type ComparedEnd } from './audit-store.js';
import type { KnownEnd, KnownEnds } from './audit-verifier.js';
import type { Database } from './database.js';

export interface AuditEndsKeeperOptions {
  readonly database: Database;
  readonly ends: Pick<KnownEnds, 'last'> & {
    /** Throws where another than `revision` is kept by now: a process that was stopped in between would bring an older end back. */
    readonly keep: (companyId: string, end: KnownEnd, revision: number) => Promise<void>;
  };
  /** A chain does not go on from the end that is kept: rows were taken away or changed. The kept end stays. */
  readonly onBroken: (companyId: string, kept: KnownEnd) => void;
}

/** A process that starts looks so far back, for what the one before it had no time for. */
const LOOK_BACK_SECONDS = 60 * 60;
const PIECE = 100;

/**
 * Brings the ends of chains to whoever keeps them outside of the database. It replaces an end only with one that follows from it, so that a
 * chain that was shortened and grew again does not cover its own track.
 */
export class AuditEndsKeeper {
  readonly #options: AuditEndsKeeperOptions;
  readonly #store: AuditStore;
  /** Chains that grew since their ends were kept. */
  #grown: Set<string> | undefined;

  constructor(options: AuditEndsKeeperOptions) {
    this.#options = options;
    this.#store = new AuditStore(options.database);
  }

  /** From here on this process does it; another one did, or none. */
  lookBack(): void {
    this.#grown = undefined;
  }

  /** Says that these chains grew. */
  note(companies: Iterable<string>): void {
    for (const companyId of companies) this.#grown?.add(companyId);
  }

  /** Keeps the ends of what grew; what fails is tried again the next time. */
  async keepEnds(): Promise<void> {
    this.#grown ??= new Set(await this.#store.recent(LOOK_BACK_SECONDS));
    const grown = [...this.#grown];
    // Before their ends are read: what grows meanwhile is noted anew.
    this.#grown.clear();
    let kept = 0;
    try {
      for (; kept < grown.length; kept += PIECE) await this.#keepPiece(grown.slice(kept, kept + PIECE));
    } catch (error) {
      this.note(grown.slice(kept));
      throw error;
    }
  }

  async #keepPiece(companies: readonly string[]): Promise<void> {
    const { ends, onBroken } = this.#options;
    const known = await Promise.all(companies.map(async (companyId) => ({ companyId, ...((await ends.last(companyId)) ?? NONE) })));
    const before = new Map(known.map(({ companyId, ...end }): [string, KnownEnd] => [companyId, end]));
    const keep = async ({ company_id, seq, hash, follows }: ComparedEnd) => {
      const kept = before.get(company_id) ?? NONE;
      if (!follows) onBroken(company_id, kept);
      else if (seq > kept.seq) await ends.keep(company_id, { seq, hash }, kept.revision ?? 0);
    };
    await Promise.all((await this.#store.compare(known)).map(keep));
  }
}

const NONE: KnownEnd = { seq: 0, hash: '' };
