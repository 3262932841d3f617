/** What a client was told in the end. `unknown`: no answer that says whether the write happened, however often it was repeated. */
export type Outcome = 'acknowledged' | 'refused' | 'unknown';

/** One write of a client, with everything that it was told about it. */
export interface LedgerEntry {
  /** Its correlation id: on every event and audit row that the write itself makes. */
  readonly id: string;
  /** `create`, `edit`, `schedule`, `ingest`, … */
  readonly kind: string;
  readonly companyId: string;
  /** The content or post that it is about, where that is known before. */
  readonly targetId: string | null;
  readonly outcome: Outcome;
  readonly status: number | null;
  readonly code: string | null;
  readonly attempts: number;
  readonly sentAtMs: number;
  readonly answeredAtMs: number;
  /** Of an acknowledged write. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON the front door answered
  readonly answer: any;
  /** Of a batch: the ids of its events that are well-formed. */
  readonly eventIds?: readonly string[];
}

export interface LedgerSummary {
  readonly acknowledged: number;
  readonly refused: number;
  readonly unknown: number;
  /** Writes that were sent more than once. */
  readonly repeated: number;
}

/** Everything that clients sent and what they were told. */
export class Ledger {
  readonly entries: LedgerEntry[] = [];
  /** Companies whose every write is in here. */
  readonly companies: { readonly id: string; readonly inbox: string | null }[] = [];

  add(entry: LedgerEntry): void {
    this.entries.push(entry);
  }

  of(outcome: Outcome, kind?: string): LedgerEntry[] {
    return this.entries.filter((entry) => entry.outcome === outcome && (kind === undefined || entry.kind === kind));
  }

  summary(kind?: string): LedgerSummary {
    const entries = this.entries.filter((entry) => kind === undefined || entry.kind === kind);
    const count = (outcome: Outcome) => entries.filter((entry) => entry.outcome === outcome).length;
    return {
      acknowledged: count('acknowledged'),
      refused: count('refused'),
      unknown: count('unknown'),
      repeated: entries.filter((entry) => entry.attempts > 1).length,
    };
  }

  get kinds(): string[] {
    return [...new Set(this.entries.map((entry) => entry.kind))].toSorted();
  }
}
