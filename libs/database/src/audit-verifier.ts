import type { AuditFault } from '@smartcontent/contracts';
import { type DataKey, SecretsError } from '@smartcontent/secrets';
import { chainHash, NO_HASH } from './audit-entry.js';
import { AuditStore, type ChainEnd, type ChainedRow, type KnownChain } from './audit-store.js';
import type { Database } from './database.js';

export interface AuditFinding {
  readonly company_id: string;
  readonly fault: AuditFault;
  /** Place of the row, or of the first one that is missing. */
  readonly seq: number;
  /** Id of the row that is there; null where none is. */
  readonly row_id: string | null;
}

/** A chain that was walked to its end. */
interface VerifiedChain {
  readonly company_id: string;
  readonly rows: number;
  readonly seq: number;
  /** Hex. */
  readonly hash: string;
  /** Rows that say nothing any more, since the person whom they were about was erased; that they were is verified. */
  readonly emptied: number;
  /** The company was erased, and its key with it: its rows say nothing any more, and are not verified. */
  readonly is_erased: boolean;
}

/** Where a walk stands: behind row `seq` of this company, whose hash that is. */
export interface AuditPlace {
  readonly companyId: string;
  readonly seq: number;
  /** Hex. */
  readonly hash: string;
  /** Rows of this company that were seen. */
  readonly rows: number;
  /** Those of them that were emptied; a piece of an earlier release did not count them. */
  readonly emptied?: number;
}

/** The end of a chain as it is known elsewhere. */
export interface KnownEnd {
  readonly seq: number;
  /** Hex. */
  readonly hash: string;
  /** Of what is kept: only this one may be replaced. */
  readonly revision?: number;
}

/** Whoever keeps the ends outside of this database. Both throw where that is away. */
export interface KnownEnds {
  readonly last: (companyId: string) => Promise<KnownEnd | undefined>;
  readonly companies: () => Promise<readonly string[]>;
}

export interface AuditWalk {
  /** Only this company's chain. */
  readonly companyId?: string;
  /** Where an earlier piece ended. */
  readonly from?: AuditPlace;
  readonly ends?: KnownEnds;
}

export interface AuditPiece {
  readonly checked: number;
  readonly chains: readonly VerifiedChain[];
  readonly findings: readonly AuditFinding[];
  /** Where to go on; null when every chain was walked. */
  readonly next: AuditPlace | null;
}

const ROWS = 5_000;
const CHAINS = 100;
const FINDINGS = 100;
const FIRST_COMPANY = '00000000-0000-0000-0000-000000000000';

/** Walks the chains of a service's audit log, a piece at a time. It only reads. */
export class AuditVerifier {
  readonly #database: Database;
  readonly #store: AuditStore;

  constructor(database: Database) {
    this.#database = database;
    this.#store = new AuditStore(database);
  }

  /** Five thousand rows or a hundred chains, whichever is less; ends early where there is much to find. */
  async verify({ companyId, from, ends }: AuditWalk): Promise<AuditPiece> {
    const first = from?.companyId ?? companyId ?? FIRST_COMPANY;
    const found = await this.#store.known(first, CHAINS + 1);
    const known = companyId ? found.filter((chain) => chain.company_id === companyId) : found.slice(0, CHAINS);
    const walked: Walked = { checked: 0, chains: [], findings: [] };
    for (const chain of known) {
      const place = from?.companyId === chain.company_id ? from : beginningOf(chain.company_id);
      const stopped = await this.#walk(chain, place, walked, ends);
      if (stopped) return { ...walked, next: stopped };
    }
    const after = companyId ? undefined : found[CHAINS];
    if (after) return { ...walked, next: beginningOf(after.company_id) };
    walked.findings.push(...(await this.#vanished(companyId, ends)));
    return { ...walked, next: null };
  }

  /** Rows that have no place yet, and the age of the oldest. */
  waiting(): Promise<{ rows: number; oldest_seconds: number }> {
    return this.#store.waiting();
  }

  /** Where it had to stop; undefined when the chain's end was reached. */
  async #walk(chain: KnownChain, place: AuditPlace, walked: Walked, ends: AuditWalk['ends']): Promise<AuditPlace | undefined> {
    const companyId = chain.company_id;
    const key = await this.#keyOf(companyId);
    if (!key) {
      // Erasure takes the kept end away too: a key that is only called destroyed does not keep anybody from looking.
      const isLost = chain.is_destroyed ? (await ends?.last(companyId)) !== undefined : chain.seq > 0;
      if (isLost) walked.findings.push({ company_id: companyId, fault: 'key-lost', seq: 1, row_id: null });
      walked.chains.push({
        company_id: companyId,
        rows: 0,
        emptied: 0,
        seq: chain.seq,
        hash: chain.hash.toString('hex'),
        is_erased: chain.is_destroyed,
      });
      return undefined;
    }
    const limit = ROWS - walked.checked;
    if (limit <= 0 || walked.findings.length >= FINDINGS) return place;
    // Before the rows: what is chained meanwhile is then not missed.
    const end = await ends?.last(companyId);
    const rows = await this.#store.chained(companyId, place.seq, limit);
    const link = new Link(key, this.#database.schema, place, end);
    for (const row of rows) {
      walked.findings.push(...link.check(row));
      walked.checked += 1;
      if (walked.findings.length >= FINDINGS) return link.place;
    }
    if (rows.length === limit) return link.place;
    walked.findings.push(...link.checkEnd(await this.#store.end(companyId)));
    walked.chains.push({ company_id: companyId, ...endOf(link.place), is_erased: false });
    return undefined;
  }

  /** Chains of which nothing is left here: no row, no head and no key. */
  async #vanished(companyId: string | undefined, ends: AuditWalk['ends']): Promise<AuditFinding[]> {
    const companies = (await ends?.companies()) ?? [];
    const gone = await this.#store.unknown(companies.filter((company) => !companyId || company === companyId));
    return gone.map((company_id) => ({ company_id, fault: 'truncated', seq: 1, row_id: null }));
  }

  /** Undefined where there is none, or none that opens. */
  async #keyOf(companyId: string): Promise<DataKey | undefined> {
    const { auditKeys } = this.#database;
    try {
      const found = await this.#database.withSystem('verify the audit log', async (tx) => auditKeys?.stored(tx, companyId));
      return found ?? undefined;
    } catch (error) {
      if (error instanceof SecretsError) return undefined;
      throw error;
    }
  }
}

interface Walked {
  checked: number;
  readonly chains: VerifiedChain[];
  readonly findings: AuditFinding[];
}

/** Compares each row with its hash and with the row before it. */
class Link {
  constructor(
    private readonly key: DataKey,
    private readonly service: string,
    public place: AuditPlace,
    private readonly end: KnownEnd | undefined,
  ) {}

  check(row: ChainedRow): AuditFinding[] {
    const { place, key, service, end } = this;
    const about = { company_id: row.company_id, row_id: row.id };
    const faults: AuditFinding[] = [];
    const isNext = row.seq === place.seq + 1;
    if (!isNext) faults.push({ ...about, fault: 'removed', seq: place.seq + 1 });
    else if (row.prev_hash?.toString('hex') !== place.hash) faults.push({ ...about, fault: 'reordered', seq: row.seq });
    const hash = row.hash?.toString('hex') ?? '';
    const isOwn = !row.has_clear && row.prev_hash && row.hash?.equals(chainHash(key, service, row, row.prev_hash));
    const isKnown = end?.seq !== row.seq || end.hash === hash;
    if (!isOwn || !isKnown) faults.push({ ...about, fault: 'changed', seq: row.seq });
    const emptied = (place.emptied ?? 0) + (row.is_emptied ? 1 : 0);
    this.place = { companyId: place.companyId, seq: row.seq, hash, rows: place.rows + 1, emptied };
    return faults;
  }

  /** Outside of the chain there must be no row, nor behind its last one any that the head, or whoever else kept the end, knows of. */
  checkEnd({ head_seq, last_seq, is_same, stray_id }: ChainEnd): AuditFinding[] {
    const about = { company_id: this.place.companyId, row_id: null };
    const strays: AuditFinding[] = stray_id ? [{ ...about, row_id: stray_id, fault: 'changed', seq: 0 }] : [];
    const isShort = head_seq > last_seq || (this.end?.seq ?? 0) > last_seq;
    if (isShort) return [...strays, { ...about, fault: 'truncated', seq: last_seq + 1 }];
    return is_same ? strays : [...strays, { ...about, fault: 'head-changed', seq: last_seq }];
  }
}

function beginningOf(companyId: string): AuditPlace {
  return { companyId, seq: 0, hash: NO_HASH.toString('hex'), rows: 0 };
}

function endOf({ rows, emptied = 0, seq, hash }: AuditPlace): Omit<VerifiedChain, 'company_id' | 'is_erased'> {
  return { rows, emptied, seq, hash };
}
