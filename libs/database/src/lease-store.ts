import type { Database } from './database.js';

/** Who may publish. The epoch grows with every take-over and every `bumpEpoch`. */
export interface Lease {
  readonly name: string;
  readonly holder: string;
  readonly epoch: number;
  /** By the database's clock. */
  readonly expires_at: string;
}

/**
 * A lease row with an expiry by the database's clock, so that a stopped or cut-off holder loses it without a word: whoever asks first after
 * that takes it over. Whatever is done under a lease checks holder, epoch and expiry in its own statement. Runs as `<svc>_system`.
 */
export class LeaseStore {
  readonly #database: Database;
  readonly #name: string;
  readonly #seconds: number;

  constructor(database: Database, { name, seconds }: { name: string; seconds: number }) {
    this.#database = database;
    this.#name = name;
    this.#seconds = seconds;
  }

  /** Takes a free or expired lease under a new epoch; undefined while another holds it, which is only read then. */
  take(holder: string): Promise<Lease | undefined> {
    return this.#one(
      `INSERT INTO relay_lease AS held (name, holder, epoch, expires_at)
       SELECT $1, $2, 1, clock_timestamp() + make_interval(secs => $3)
       WHERE NOT EXISTS (SELECT FROM relay_lease WHERE name = $1 AND expires_at > clock_timestamp())
       ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, epoch = held.epoch + 1, expires_at = excluded.expires_at
       WHERE held.expires_at <= clock_timestamp()
       RETURNING name, holder, epoch, expires_at`,
      [this.#name, holder, this.#seconds],
    );
  }

  /** Until the lease expires unless it is renewed; 0 where it is free. */
  async secondsLeft(): Promise<number> {
    const text = `SELECT greatest(extract(epoch FROM expires_at - clock_timestamp()), 0)::float8 AS seconds FROM relay_lease WHERE name = $1`;
    return (await this.#one<{ seconds: number }>(text, [this.#name]))?.seconds ?? 0;
  }

  /** Prolongs it; undefined when it was lost. Renew at a third of its time. */
  renew(lease: Lease): Promise<Lease | undefined> {
    return this.#update(lease, 'expires_at = clock_timestamp() + make_interval(secs => $4)', [this.#seconds]);
  }

  /** A new epoch under the same holder, after the broker lost messages; undefined when the lease was lost. */
  bumpEpoch(lease: Lease): Promise<Lease | undefined> {
    return this.#update(lease, 'epoch = epoch + 1', []);
  }

  /** Lets the next one take it at once. */
  async release(lease: Lease): Promise<void> {
    await this.#update(lease, 'expires_at = clock_timestamp()', []);
  }

  #update({ name, holder, epoch }: Lease, change: string, values: unknown[]): Promise<Lease | undefined> {
    return this.#one(
      `UPDATE relay_lease SET ${change} WHERE name = $1 AND holder = $2 AND epoch = $3 AND expires_at > clock_timestamp()
       RETURNING name, holder, epoch, expires_at`,
      [name, holder, epoch, ...values],
    );
  }

  /** Not in a transaction, which a holder that is stopped would leave open, and everybody after it waiting for the row. */
  async #one<R = Lease>(text: string, values: unknown[]): Promise<R | undefined> {
    const [rows] = await this.#database.runUrgent({ text, values });
    return rows?.[0] as R | undefined;
  }
}
