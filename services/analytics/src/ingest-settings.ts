/** How events are gathered into blocks. */
export class IngestSettings {
  /** A block waits so long for more events after its first: small blocks cost ClickHouse merges. */
  readonly lingerMilliseconds: number = 500;
  /** ClickHouse writes blocks of this size as fast as larger ones and needs less memory for them. */
  readonly maxRows: number = 100_000;
  readonly maxBytes: number = 48 * 1024 * 1024;
  /** Parts of one insert: one per month and table. */
  readonly maxMonths: number = 12;
  /** Messages held in memory ahead of the block that is being written. */
  readonly readAheadBytes: number = 32 * 1024 * 1024;
  /** What was stored stays on the stream so long, for a look back after an accident. */
  readonly keepStoredSeconds: number = 600;
  readonly housekeepingSeconds: number = 60;
  /** First and longest wait after a failure; it doubles in between. A store that is back should not find us still waiting. */
  readonly retryMilliseconds: readonly [number, number] = [200, 1_000];
  /** Tests crash here: rows are in ClickHouse, Postgres does not know it yet. */
  readonly afterInsert: () => Promise<void> = async () => undefined;

  constructor(overrides: Partial<IngestSettings> = {}) {
    Object.assign(this, overrides);
  }
}
