import type { ErasedPlace, ErasureTarget } from '@smartcontent/contracts';
import type { Database } from './database.js';

/** Of each table, in one statement: some seconds of Postgres' time, of the minute that a statement has. */
const PIECE = 20_000;
/** Whoever asks waits no longer than this for rows; the rest comes with the next call. */
const BUDGET_MS = 20_000;

interface Count {
  readonly place: string;
  readonly rows: number;
}

/** Takes rows out of every table of a service's schema, its outbox, inbox and audit log among them. Runs as `<svc>_system`. */
export class RowEraser {
  constructor(private readonly database: Database) {}

  /** Erases for some seconds; harmless to repeat, to cut short and to run twice at once. */
  erase({ companyId, userId }: ErasureTarget): Promise<ErasedPlace[]> {
    return userId === null ? this.#eraseCompany(companyId) : this.#erasePerson([companyId, userId]);
  }

  async #eraseCompany(companyId: string): Promise<ErasedPlace[]> {
    const count = () => this.#run<Count>('SELECT place, rows FROM company_rows($1)', [companyId]);
    const before = await count();
    const endsAtMs = performance.now() + BUDGET_MS;
    let deleted = 1;
    while (deleted > 0 && performance.now() < endsAtMs) {
      const [piece] = await this.#run<{ deleted: number }>('SELECT erase_company_rows($1, $2) AS deleted', [companyId, PIECE]);
      deleted = piece?.deleted ?? 0;
    }
    return placesOf(before, await count());
  }

  async #erasePerson(person: readonly [string, string]): Promise<ErasedPlace[]> {
    const count = () => this.#run<Count>('SELECT place, rows FROM person_rows($1, $2)', person);
    const before = await count();
    if (before.some(({ rows }) => rows > 0)) await this.#run('SELECT erase_person_rows($1, $2)', person);
    return placesOf(before, await count());
  }

  async #run<R>(text: string, values: readonly unknown[]): Promise<R[]> {
    const [rows] = await this.database.runSystem({ text, values: [...values] });
    return rows as R[];
  }
}

/** Somebody may have written meanwhile. */
function placesOf(before: readonly Count[], after: readonly Count[]): ErasedPlace[] {
  const left = new Map(after.map(({ place, rows }) => [place, rows]));
  return before.map(({ place, rows }) => {
    const remaining = left.get(place) ?? 0;
    return { place: `postgres.${place}`, erased: Math.max(rows - remaining, 0), left: remaining };
  });
}
