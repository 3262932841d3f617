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

/** A row with its place. */
export interface ChainedRow extends AuditRow {
  readonly seq: number;
  readonly prev_hash: Buffer;
  readonly hash: Buffer;
}

/** A company whose rows may be verified: it has a chain, or a key that rows were sealed with. */
export interface KnownChain {
  readonly company_id: string;
  readonly seq: number;
  readonly hash: Buffer;
  readonly is_destroyed: boolean;
}

/** Rows for the end of one chain, in its order. */
export interface ChainPiece {
  readonly after: { readonly company_id: string; readonly seq: number; readonly hash: Buffer };
  readonly ids: readonly string[];
  readonly hashes: readonly Buffer[];
  /** Of rows that stand in clear; null for the others. */
  readonly seals: readonly (Buffer | null)[];
}

const COLUMNS = 'company_id, id, table_name, operation, user_id, actor, correlation_id, "timestamp", sealed';
// The ends come from the same snapshot: with a later one, rows that have got their places meanwhile would be offered again.
const UNCHAINED = `SELECT ${COLUMNS}, old_values, new_values, coalesce(h.seq, 0) AS head_seq, coalesce(h.hash, '') AS head_hash
  FROM (SELECT * FROM audit_log WHERE audit_log.seq IS NULL AND company_id <> ALL ($1::uuid[]) ORDER BY id LIMIT $2) l
  LEFT JOIN audit_heads h USING (company_id) ORDER BY id`;
const APPEND = 'SELECT append_audit($1, $2, $3, $4::uuid[], $5::bytea[], $6::bytea[]) AS is_done';
const KNOWN = `SELECT company_id, coalesce(h.seq, 0) AS seq, coalesce(h.hash, '') AS hash, k.destroyed_at IS NOT NULL AS is_destroyed
  FROM audit_heads h FULL JOIN audit_keys k USING (company_id)
  WHERE company_id >= $1 ORDER BY company_id LIMIT $2`;
const CHAINED = `SELECT ${COLUMNS}, seq, prev_hash, hash FROM audit_log WHERE company_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`;
const WAITING = `SELECT count(*)::int AS rows, coalesce(extract(epoch FROM now() - min("timestamp")), 0)::float8 AS oldest_seconds
  FROM audit_log WHERE seq IS NULL`;

/** The SQL of the job that chains the audit log, and of its verification. Runs as `<svc>_system`, in statements that commit by themselves. */
export class AuditStore {
  constructor(private readonly database: Database) {}

  /** Rows without a place, oldest first; those of `passedOver` companies left out. */
  unchained(limit: number, passedOver: readonly string[]): Promise<UnchainedRow[]> {
    return this.#run(UNCHAINED, [passedOver, limit]);
  }

  /** False where a piece's chain does not end at `after` any more, for each piece. */
  async append(pieces: readonly ChainPiece[]): Promise<boolean[]> {
    const calls = pieces.map(({ after, ids, hashes, seals }) => ({
      text: APPEND,
      values: [after.company_id, after.seq, after.hash, ids, hashes, seals],
    }));
    const answers = await this.database.runSystem(...calls);
    return answers.map(([row]) => (row as { is_done: boolean }).is_done);
  }

  /** Companies from this one on, in the order of their ids. */
  known(fromCompany: string, limit: number): Promise<KnownChain[]> {
    return this.#run(KNOWN, [fromCompany, limit]);
  }

  /** Rows of a chain behind this place. */
  chained(companyId: string, afterSeq: number, limit: number): Promise<ChainedRow[]> {
    return this.#run(CHAINED, [companyId, afterSeq, limit]);
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
