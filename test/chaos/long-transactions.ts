import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Random } from './random.js';

/**
 * Makes transactions of the content service long, so that others which began later commit earlier. A write keeps its answer under its
 * Idempotency-Key right before its commit, after its outbox row; while a transaction of ours holds that key's place, the write waits.
 */
export class LongTransactions implements AsyncDisposable {
  readonly #pool: pg.Pool;
  readonly #open = new Set<Promise<void>>();

  constructor(
    postgresUrl: string,
    private readonly random: Random,
  ) {
    this.#pool = new pg.Pool({ connectionString: postgresUrl, max: 4 });
    // Postgres is killed in a run; a write is then not delayed.
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** Resolves when the write that will use this key would wait; lets it go on a moment later. */
  async delayCommit(companyId: string, key: string): Promise<void> {
    const client = await this.#pool.connect().catch(() => undefined);
    if (!client) return;
    try {
      await client.query('BEGIN');
      await client.query(HOLD_KEY, [companyId, key]);
    } catch {
      client.release(true);
      return;
    }
    const holding = this.#letGo(client, this.random.between(150, 600)).finally(() => this.#open.delete(holding));
    this.#open.add(holding);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#open);
    await this.#pool.end();
  }

  async #letGo(client: pg.PoolClient, afterMs: number): Promise<void> {
    await delay(afterMs);
    await client.query('ROLLBACK').then(
      () => client.release(),
      () => client.release(true),
    );
  }
}

const HOLD_KEY = `
  INSERT INTO content.idempotency_keys (company_id, actor, key, request_hash, is_answer_kept)
  SELECT $1, 'client:' || client_id, $2, '', false FROM identity.client_keys WHERE company_id = $1`;
