import type pg from 'pg';

/** What became of a statement: how many rows it saw or touched, or the code of its refusal. */
export interface Outcome {
  readonly rows: number;
  /** SQLSTATE, null where it was carried out. */
  readonly refusal: string | null;
  readonly message: string;
}

export interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

export const NO_RIGHT = '42501';

/** One open transaction in which statements are tried as other roles, each taken back again. */
export class Rehearsal {
  constructor(private readonly client: pg.PoolClient) {}

  /** Everything that `work` does is undone. */
  static async in<T>(pool: pg.Pool, work: (rehearsal: Rehearsal) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      return await work(new Rehearsal(client));
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  }

  /** As the administrator, for the rest of the rehearsal. @throws Error of the statement */
  async prepare<R extends object>(text: string, values: unknown[] = []): Promise<R[]> {
    await this.client.query('SAVEPOINT prepare');
    try {
      return (await this.client.query<R>(text, values)).rows;
    } catch (error) {
      await this.client.query('ROLLBACK TO SAVEPOINT prepare');
      throw error;
    }
  }

  /** As a role, for a company or for none. */
  as(role: string, companyId: string | null, text: string, values: unknown[] = []): Promise<Outcome> {
    return this.#attempt(role, companyId, async () => {
      const { rows, rowCount } = await this.client.query<{ count?: string }>(text, values);
      return Number(rows[0]?.count ?? rowCount ?? 0);
    });
  }

  /**
   * A write as a role, for a company; no trigger fires, so that only rights and policies can refuse it.
   * @param print - asks for one value, `print`, about rows that must stay as they are
   * @returns as `rows` 1 where that value is another one after it, before it is taken back
   */
  async write(role: string, companyId: string, statement: Statement, print: Statement): Promise<Outcome> {
    const look = async () => (await this.client.query<{ print: unknown }>(print.text, print.values)).rows[0]?.print;
    const before = await look();
    await this.client.query('SET LOCAL session_replication_role = replica');
    const outcome = await this.#attempt(role, companyId, async () => {
      await this.client.query(statement.text, statement.values);
      await this.client.query('SET LOCAL ROLE NONE');
      return (await look()) === before ? 0 : 1;
    });
    await this.client.query('SET LOCAL session_replication_role = origin');
    return outcome;
  }

  async #attempt(role: string, companyId: string | null, work: () => Promise<number>): Promise<Outcome> {
    await this.client.query('SAVEPOINT attempt');
    try {
      await this.client.query(`SELECT set_config('app.company_id', $1, true)`, [companyId ?? '']);
      await this.client.query(`SET LOCAL ROLE ${role}`);
      return { rows: await work(), refusal: null, message: '' };
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      return { rows: 0, refusal: code ?? 'unknown', message };
    } finally {
      await this.client.query('ROLLBACK TO SAVEPOINT attempt');
    }
  }
}
