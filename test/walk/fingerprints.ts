import { eventually } from '@smartcontent/testing';
import type { World } from './world.js';

interface TenantTable {
  readonly schema: string;
  readonly name: string;
}

type Prints = ReadonlyMap<string, string>;

/** Where the chain of the audit log ends moves with what A's own people do; the rows themselves are compared. */
const DERIVED = 'audit_heads';
/** Alike so many times: what A's own requests set off has been published, handled and chained. */
const CALM_TIMES = 20;
const PATIENCE_MS = 30_000;

/** Checksums over all rows of A in every table: after a try of a stranger they are what they were. */
export class Fingerprints {
  #before: Prints = new Map();
  #written = '';

  private constructor(
    private readonly world: World,
    private readonly statement: string,
    /** Another answer where a row was written since, also with what stood there: a tenth of the work. */
    private readonly writes: string,
  ) {}

  static async of(world: World): Promise<Fingerprints> {
    const tables = await world.sql<TenantTable>(
      `SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> $1
          AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'company_id' AND NOT a.attisdropped)
        ORDER BY 1, 2`,
      [DERIVED],
    );
    const versions = tables.map(({ schema, name }) => `SELECT tableoid, ctid, xmin FROM ${schema}.${name} WHERE company_id = $1`);
    const writes = `SELECT md5(string_agg(concat_ws(' ', tableoid, ctid, xmin), ',' ORDER BY tableoid, ctid)) AS written
      FROM (${versions.join(' UNION ALL ')}) versions`;
    return new Fingerprints(world, tables.map(printOf).join(' UNION ALL '), writes);
  }

  /** Waits until nothing of A moves any more, and remembers how it is. */
  async settle(): Promise<void> {
    let alike = 0;
    const calm = async () => {
      const now = await this.#take();
      alike = changesBetween(this.#before, now).length === 0 ? alike + 1 : 0;
      this.#before = now;
      if (alike < CALM_TIMES) throw new Error('the rows of A do not come to rest');
    };
    await eventually(calm, { timeoutMs: PATIENCE_MS });
  }

  /** In which tables rows of A changed since `settle`, or since the last time that it told of a change; null where none did. */
  async changed(): Promise<string | null> {
    const [row] = await this.world.sql<{ written: string }>(this.writes, [this.world.a.id], 'writes');
    if (row?.written === this.#written) return null;
    this.#written = row?.written ?? '';
    const now = await this.#take();
    const changes = changesBetween(this.#before, now);
    if (changes.length === 0) return null;
    this.#before = now;
    return `rows of A changed in ${changes.join(', ')}`;
  }

  async #take(): Promise<Prints> {
    const { a, viewer, busy } = this.world;
    const rows = await this.world.sql<{ place: string; print: string }>(this.statement, [a.id, `(${busy.join('|')})`, viewer.id]);
    return new Map(rows.map(({ place, print }) => [place, print]));
  }
}

/** Rows that name the viewer or a key of the walk's own are left out: they use the doors that are theirs. */
function printOf({ schema, name }: TenantTable): string {
  const ofOthers = name === 'refresh_tokens' ? `AND session_id NOT IN (SELECT id FROM ${schema}.sessions WHERE user_id = $3)` : '';
  const rows = `SELECT md5(x::text) AS row FROM ${schema}.${name} x WHERE company_id = $1 AND x::text !~ $2 ${ofOthers}`;
  return `SELECT '${schema}.${name}' AS place, count(*) || ' ' || coalesce(md5(string_agg(row, '' ORDER BY row)), '') AS print FROM (${rows}) rows`;
}

function changesBetween(before: Prints, after: Prints): string[] {
  return [...after].filter(([place, print]) => before.get(place) !== print).map(([place]) => place);
}
