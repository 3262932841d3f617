import { OPERATED_SERVICES, type OperatedService, type OperatorRequests, type OutputOf } from '@smartcontent/contracts';
import { type OperatorCalls, serviceOf } from './operator-call.js';
import { table } from './table.js';
import type { Told } from './told.js';

type Options = Readonly<Record<string, string>>;
type Piece = OutputOf<OperatorRequests['VerifyAudit']>;

interface Verified {
  readonly service: OperatedService;
  readonly rows: number;
  readonly waiting: Piece['waiting'];
  readonly chains: Piece['chains'];
  readonly findings: Piece['findings'];
}

/** A chain whose rows wait for longer than this is not being chained. */
const WAITING_SECONDS = 60;

/** `audit verify`: walks every chain of every service, or of one, or of one company. A service that is away ends it: silence is no proof. */
export async function verifyAudit(calls: OperatorCalls, options: Options): Promise<Told> {
  const named = serviceOf(options.service);
  const verified: Verified[] = [];
  for (const service of named ? [named] : OPERATED_SERVICES) verified.push(await walk(calls, service, options.company));
  const late = verified.filter(({ waiting }) => waiting.oldest_seconds > WAITING_SECONDS);
  const complaints = late.map(
    ({ service, waiting }) =>
      `${service}: ${waiting.rows} rows wait for their place, the oldest for ${Math.round(waiting.oldest_seconds)} s`,
  );
  const isWhole = verified.every(({ findings }) => findings.length === 0);
  return {
    text: textOf(verified),
    json: { is_whole: isWhole, services: verified },
    code: isWhole && late.length === 0 ? 0 : 1,
    complaints,
  };
}

async function walk(calls: OperatorCalls, service: OperatedService, company_id: string | undefined): Promise<Verified> {
  const chains: Piece['chains'] = [];
  const findings: Piece['findings'] = [];
  let rows = 0;
  let cursor: string | undefined;
  for (;;) {
    const piece: Piece = await calls.send(service, 'VerifyAudit', { company_id, cursor });
    rows += piece.checked;
    chains.push(...piece.chains);
    findings.push(...piece.findings);
    if (piece.next_cursor === null) return { service, rows, waiting: piece.waiting, chains, findings };
    cursor = piece.next_cursor;
  }
}

function textOf(verified: readonly Verified[]): string {
  const rows = verified.map(({ service, rows, chains, findings }) => [
    service,
    String(chains.length),
    String(rows),
    findings.length === 0 ? 'whole' : `${findings.length} found`,
  ]);
  const found = verified.flatMap(({ service, findings }) =>
    findings.map(({ company_id, fault, seq, row_id }) => [fault, service, company_id, String(seq), row_id ?? '–']),
  );
  const summary = table(['SERVICE', 'CHAINS', 'ROWS', 'AUDIT LOG'], rows);
  return found.length === 0 ? summary : `${summary}\n\n${table(['FAULT', 'SERVICE', 'COMPANY', 'PLACE', 'ROW'], found)}`;
}
