import { type DdlLine, OPERATED_SERVICES, type OperatedService, type OperatorRequests, type OutputOf } from '@smartcontent/contracts';
import { type OperatorCalls, serviceOf } from './operator-call.js';
import { printable, table } from './table.js';
import type { Told } from './told.js';
import { UsageError } from './usage-error.js';

type Options = Readonly<Record<string, string>>;
type Line = DdlLine & { readonly service: OperatedService };

const PAGE = 100;
const SHOWN = 50;

/** `audit ddl [--service S] [--limit N]`: what changed the tables last, of all services or of one. */
export async function listDdlLog(calls: OperatorCalls, options: Options): Promise<Told> {
  const limit = options.limit === undefined ? SHOWN : Number(options.limit);
  if (!(Number.isInteger(limit) && limit > 0)) throw new UsageError('--limit must be a number from 1');
  const named = serviceOf(options.service);
  const lines: Line[] = [];
  const complaints: string[] = [];
  for (const service of named ? [named] : OPERATED_SERVICES) {
    const { items, isKept } = await newest(calls, service, limit);
    lines.push(...items.map((line) => ({ service, ...line })));
    if (!isKept) complaints.push(`${service}: the administrator of its Postgres is no superuser, so nothing is written down`);
  }
  const shown = lines.sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, limit);
  const rows = shown.map(({ at, service, role, session_role, command, object }) => [
    at.slice(0, 19),
    service,
    printable(role === session_role ? role : `${role} (${session_role})`),
    command,
    printable(object),
  ]);
  return { text: table(['WHEN', 'SERVICE', 'WHO', 'COMMAND', 'OBJECT'], rows), json: shown, code: 0, complaints };
}

async function newest(calls: OperatorCalls, service: OperatedService, wanted: number): Promise<{ items: DdlLine[]; isKept: boolean }> {
  const items: DdlLine[] = [];
  let cursor: string | undefined;
  for (;;) {
    const limit = Math.min(PAGE, wanted - items.length);
    const page: OutputOf<OperatorRequests['ListDdlLog']> = await calls.send(service, 'ListDdlLog', { limit, ...(cursor && { cursor }) });
    items.push(...page.items);
    if (page.next_cursor === null || items.length >= wanted) return { items, isKept: page.is_kept };
    cursor = page.next_cursor;
  }
}
