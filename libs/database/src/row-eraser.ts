import type { ErasedPlace } from '@smartcontent/contracts';
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

  /** Erases a company for some seconds; harmless to repeat, to cut short and to run twice at once. */
  async eraseCompany(companyId: string): Promise<ErasedPlace[]> {
    const before = await this.#count(companyId);
    const endsAtMs = performance.now() + BUDGET_MS;
    let deleted: number;
    do deleted = await this.#erase(companyId);
    while (deleted > 0 && performance.now() < endsAtMs);
    const left = new Map((await this.#count(companyId)).map(({ place, rows }) => [place, rows]));
    return before.map(({ place, rows }) => placeOf(place, rows, left.get(place) ?? 0));
  }

  async #count(companyId: string): Promise<Count[]> {
    const [rows] = await this.database.runSystem({ text: 'SELECT place, rows FROM company_rows($1)', values: [companyId] });
    return rows as Count[];
  }

  async #erase(companyId: string): Promise<number> {
    const text = 'SELECT erase_company_rows($1, $2) AS deleted';
    const [rows] = await this.database.runSystem({ text, values: [companyId, PIECE] });
    return (rows as { deleted: number }[])[0]?.deleted ?? 0;
  }
}

/** Somebody may have written meanwhile. */
function placeOf(table: string, before: number, left: number): ErasedPlace {
  return { place: `postgres.${table}`, erased: Math.max(before - left, 0), left };
}
