import type { Database } from './database.js';

/** Who may publish. The epoch grows with every take-over and every `bumpEpoch`. */
export interface Lease {
  readonly holder: string;
  readonly epoch: number;
  readonly expires_at: string;
}

/** A lease row with an expiry by the database's clock, taken by whoever comes first after it. Runs as `<svc>_system`. */
export class LeaseStore {
  constructor(_database: Database, _options: { name?: string; seconds?: number } = {}) {}
  /** Takes a free or expired lease (epoch + 1); undefined while another holds it. Poll once a second. */
  async take(_holder: string): Promise<Lease | undefined> {
    throw new Error('not there yet');
  }
  /** Prolongs it; undefined when it was lost. */
  async renew(_lease: Lease): Promise<Lease | undefined> {
    throw new Error('not there yet');
  }
  /** A new epoch under the same holder, after the broker lost messages; undefined when the lease was lost. */
  async bumpEpoch(_lease: Lease): Promise<Lease | undefined> {
    throw new Error('not there yet');
  }
  /** Lets the next one take it at once. */
  async release(_lease: Lease): Promise<void> {}
}
