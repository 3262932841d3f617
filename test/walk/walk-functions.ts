import { OPERATED_SERVICES } from '@smartcontent/contracts';
import { NO_RIGHT, Rehearsal } from './as-role.js';
import type { TableWalk } from './walk-tables.js';

interface DefinerFunction {
  readonly schema: string;
  readonly name: string;
  readonly arguments: number;
  /** Whether the role of requests may call it. */
  readonly isOpen: boolean;
}

/** Functions that look past the policies and may be called for requests, and how: `$1` is the mark of A. Each must narrow itself to the company. */
const CALLS: Readonly<Record<string, string>> = {
  'content.search_as_content_search': 'SELECT count(*) FROM content.search_as_content_search($1, 100)',
};

const FUNCTIONS = `
  SELECT n.nspname AS schema, p.proname AS name, p.pronargs AS arguments, has_function_privilege(n.nspname::name, p.oid, 'EXECUTE') AS "isOpen"
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
   WHERE n.nspname = ANY ($1) AND p.prosecdef AND p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype) ORDER BY 1, 2`;

/** Every function that runs with the rights of its owner: what it sees no policy narrows. */
export async function walkFunctions({ world, report }: TableWalk): Promise<void> {
  for (const { schema, name, arguments: count, isOpen } of await world.sql<DefinerFunction>(FUNCTIONS, [OPERATED_SERVICES])) {
    const door = report.door('function', `${schema}.${name}`);
    await Rehearsal.in(world.admin, async (rehearsal) => {
      const call = CALLS[door.name];
      if (!isOpen) {
        const empty = Array.from({ length: count }, () => 'NULL').join(', ');
        const { refusal, message } = await rehearsal.as(schema, world.b.id, `SELECT ${door.name}(${empty})`);
        report.met(door, 'other company', 'no right', refusal === NO_RIGHT ? null : `${schema} may call it: ${message}`);
        report.opened(door, 'system');
        return;
      }
      if (!call)
        return report.leave(door, 'it runs with the rights of its owner, and test/walk/walk-functions.ts does not know how to call it');
      const own = await rehearsal.as(schema, world.a.id, call, [world.a.mark]);
      if (own.rows > 0) report.opened(door, `${own.rows} rows`);
      else report.leave(door, `A finds nothing of its own: ${own.message}`);
      for (const [stranger, companyId] of [
        ['nobody', null],
        ['other company', world.b.id],
      ] as const) {
        const { rows, refusal } = await rehearsal.as(schema, companyId, call, [world.a.mark]);
        report.met(door, stranger, refusal ?? `${rows} rows`, rows > 0 ? 'it answers with rows of A' : null);
      }
    });
  }
}
