import type { AuditRow } from './audit-entry.js';
import type { Database } from './database.js';

/** A row without a place. What an older release wrote stands in clear until it gets one. */
export interface UnchainedRow extends AuditRow {
  readonly old_values: unknown;
  readonly new_values: unknown;
  /** Where its company's chain ended when it was read. */
  readonly head_seq: number;
  readonly head_hash: Buffer;
}

/** A row with its place. Whoever may change tables may take a hash away. */
export interface ChainedRow extends AuditRow {
  readonly seq: number;
  readonly prev_hash: Buffer | null;
  readonly hash: Buffer | null;
  /** Values stand in clear beside what is sealed, which no row with a place has. */
  readonly has_clear: boolean;
  /** What it said was destroyed with the person whom it was about; its digest stands for it. */
  readonly is_emptied: boolean;
}

/** A company whose rows may be verified: it has a chain, or a key that rows were sealed with. */
export interface KnownChain {
  readonly company_id: string;
  readonly seq: number;
  readonly hash: Buffer;
  readonly is_destroyed: boolean;
}

/** A chain's head beside its last row. */
export interface ChainEnd {
  readonly head_seq: number;
  readonly last_seq: number;
  /** Place and hash of both are the same. */
  readonly is_same: boolean;
  /** A row in front of the first place, where no chain has any. */
  readonly stray_id: string | null;
}

/** Where a chain ends now. */
export interface ComparedEnd {
  readonly company_id: string;
  readonly seq: number;
  /** Hex. */
  readonly hash: string;
  /** It goes on from the end that was known before. */
  readonly follows: boolean;
}

/** Rows for the end of one chain, in its order. */
export interface ChainPiece {
  readonly after: { readonly company_id: string; readonly seq: number; readonly hash: Buffer };
  readonly ids: readonly string[];
  readonly hashes: readonly Buffer[];
  /** Of rows that stand in clear; null for the others. */
  readonly seals: readonly (Buffer | null)[];
}

/** Of a row that was emptied the digest that it left; one beside what is sealed says nothing. */
const COLUMNS =
  'company_id, id, table_name, operation, user_id, actor, correlation_id, "timestamp", coalesce(sha256(sealed), digest) AS digest';
// The ends come from the same snapshot: with a later one, rows that have got their places meanwhile would be offered again.
const UNCHAINED = `SELECT ${COLUMNS}, old_values, new_values, coalesce(h.seq, 0) AS head_seq, coalesce(h.hash, '') AS head_hash
  FROM (SELECT * FROM audit_log WHERE audit_log.seq IS NULL AND company_id <> ALL ($1::uuid[]) ORDER BY id LIMIT $2) l
  LEFT JOIN audit_heads h USING (company_id) ORDER BY id`;
const APPEND = 'SELECT append_audit($1, $2, $3, $4::uuid[], $5::bytea[], $6::bytea[]) AS is_done';
const KNOWN = `SELECT company_id, coalesce(h.seq, 0) AS seq, coalesce(h.hash, '') AS hash, k.destroyed_at IS NOT NULL AS is_destroyed
  FROM audit_heads h FULL JOIN audit_keys k USING (company_id)
  WHERE company_id >= $1 ORDER BY company_id LIMIT $2`;
const UNKNOWN = `SELECT company_id::text FROM unnest($1::uuid[]) AS given (company_id)
  EXCEPT SELECT company_id::text FROM audit_heads EXCEPT SELECT company_id::text FROM audit_keys`;
const FITS = `SELECT given.company_id, h.seq, encode(h.hash, 'hex') AS hash,
    given.seq = 0 OR (h.seq >= given.seq AND coalesce(encode(l.hash, 'hex') = given.hash, false)) AS follows
  FROM unnest($1::uuid[], $2::bigint[], $3::text[]) AS given (company_id, seq, hash)
  JOIN audit_heads h USING (company_id) LEFT JOIN audit_log l ON l.company_id = given.company_id AND l.seq = given.seq`;
const RECENT = `SELECT company_id FROM audit_heads
  WHERE updated_at > (SELECT max(updated_at) FROM audit_heads) - make_interval(secs => $1)`;
const CHAINED = `SELECT ${COLUMNS}, sealed IS NULL AND digest IS NOT NULL AS is_emptied, seq, prev_hash, hash, num_nonnulls(old_values, new_values) > 0 AS has_clear
  FROM audit_log WHERE company_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`;
const END = `SELECT coalesce(h.seq, 0) AS head_seq, coalesce(l.seq, 0) AS last_seq,
    h.seq IS NOT DISTINCT FROM l.seq AND h.hash IS NOT DISTINCT FROM l.hash AS is_same,
    (SELECT id FROM audit_log WHERE company_id = c.company_id AND seq < 1 LIMIT 1) AS stray_id
  FROM (SELECT $1::uuid AS company_id) c LEFT JOIN audit_heads h USING (company_id)
  LEFT JOIN LATERAL (SELECT seq, hash FROM audit_log WHERE company_id = c.company_id AND seq > 0 ORDER BY seq DESC LIMIT 1) l ON true`;
const WAITING = `SELECT count(*)::int AS rows, coalesce(extract(epoch FROM now() - min("timestamp")), 0)::float8 AS oldest_seconds
  FROM audit_log WHERE seq IS NULL`;

/** The SQL of the job that chains the audit log, and of its verification. Runs as `<svc>_system`, in statements that commit by themselves. */
export class AuditStore {
  constructor(private readonly database: Database) {}

  /** Rows without a place, oldest first; those of `passedOver` companies left out. */
  unchained(limit: number, passedOver: readonly string[]): Promise<UnchainedRow[]> {
    return this.#run(UNCHAINED, [passedOver, limit]);
  }

  /** False where the piece's chain does not end at `after` any more. */
  async append({ after, ids, hashes, seals }: ChainPiece): Promise<boolean> {
    const [answer] = await this.#run<{ is_done: boolean }>(APPEND, [after.company_id, after.seq, after.hash, ids, hashes, seals]);
    return answer?.is_done ?? false;
  }

  /** Companies from this one on, in the order of their ids. */
  known(fromCompany: string, limit: number): Promise<KnownChain[]> {
    return this.#run(KNOWN, [fromCompany, limit]);
  }

  /** Rows of a chain behind this place. */
  chained(companyId: string, afterSeq: number, limit: number): Promise<ChainedRow[]> {
    return this.#run(CHAINED, [companyId, afterSeq, limit]);
  }

  /** Where a chain's head says that it ends, and where it does, as of one instant. */
  async end(companyId: string): Promise<ChainEnd> {
    const [found] = await this.#run<ChainEnd>(END, [companyId]);
    return found as ChainEnd;
  }

  /** Those of whose chains there is nothing here. */
  async unknown(companies: readonly string[]): Promise<string[]> {
    const rows = await this.#run<{ company_id: string }>(UNKNOWN, [companies]);
    return rows.map((row) => row.company_id);
  }

  /** Chains that grew in the last so many seconds in which any did: the service may have been stopped for days since. */
  async recent(seconds: number): Promise<string[]> {
    const rows = await this.#run<{ company_id: string }>(RECENT, [seconds]);
    return rows.map((row) => row.company_id);
  }

  /** Where chains end now, and whether that follows from an end that was known before (0 for none). */
  compare(known: readonly { readonly companyId: string; readonly seq: number; readonly hash: string }[]): Promise<ComparedEnd[]> {
    const columns = [known.map(({ companyId }) => companyId), known.map(({ seq }) => seq), known.map(({ hash }) => hash)];
    return this.#run(FITS, columns);
  }

  /** Rows that have no place yet, and the age of the oldest. */
  async waiting(): Promise<{ rows: number; oldest_seconds: number }> {
    const [answer] = await this.#run<{ rows: number; oldest_seconds: number }>(WAITING, []);
    return answer ?? { rows: 0, oldest_seconds: 0 };
  }

  async #run<R>(text: string, values: unknown[]): Promise<R[]> {
    const [rows] = await this.database.runSystem({ text, values });
    return rows as R[];
  }
}
