import type { World } from './world.js';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const NOBODYS = '00000000-0000-0000-0000-000000000000';

/** By what something of A is known wherever it turns up: the mark in its texts, and every id in its rows. */
export class Evidence {
  private constructor(
    private readonly mark: string,
    private readonly ids: ReadonlySet<string>,
    private readonly told: ReadonlySet<string>,
    private readonly personal: readonly string[],
  ) {}

  static async of(world: World, told: readonly string[] = []): Promise<Evidence> {
    const [ids, shared] = [await idsOf(world, world.a.id), await idsOf(world, world.b.id)];
    for (const id of [...shared, ...told, NOBODYS]) ids.delete(id);
    return new Evidence(world.a.mark, ids, new Set(told), world.has.personal);
  }

  /** What of A stands in an answer and was not in the request; null where nothing is. */
  in(answer: string, sent: string): string | null {
    const planted = new RegExp(`${this.mark} [\\w-]+ [0-9a-f]{8}`, 'g');
    const texts = sent.includes(this.mark) ? [...(answer.match(planted) ?? [])] : answer.includes(this.mark) ? [this.mark] : [];
    const text = texts.find((found) => !sent.includes(found));
    if (text) return `the answer holds A's ${JSON.stringify(text)}`;
    const id = answer.match(UUID)?.find((found) => this.ids.has(found) && !sent.includes(found));
    return id ? `the answer holds ${id}, an id of A` : null;
  }

  /** The same for somebody of A: what is its admin's alone. */
  ofPerson(answer: string, sent: string): string | null {
    const text = this.personal.find((own) => answer.includes(own) && !sent.includes(own));
    return text ? `the answer holds ${JSON.stringify(text)}, which is the admin's own` : null;
  }

  /** Whether something that is sent names anything by an id of A, also one that may be shown again. */
  names(sent: string): boolean {
    return sent.match(UUID)?.some((found) => this.ids.has(found) || this.told.has(found)) ?? false;
  }
}

async function idsOf(world: World, companyId: string): Promise<Set<string>> {
  const tables = await world.sql<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'company_id' AND NOT a.attisdropped)`,
  );
  const rows = tables.map(({ name }) => `SELECT x::text AS row FROM ${name} x WHERE company_id = $1`).join(' UNION ALL ');
  const found = await world.sql<{ id: string }>(
    `SELECT DISTINCT m[1] AS id FROM (${rows}) rows, regexp_matches(row, '${UUID.source.replace(/^/, '(')})', 'g') m`,
    [companyId],
  );
  return new Set([companyId, ...found.map(({ id }) => id)]);
}
