import { type Erasure, type ErasureReport, GetErasure, ListErasures, StartErasure } from '@smartcontent/contracts';
import type { OperatorCalls } from './operator-call.js';
import { fieldLines, table } from './table.js';
import type { Told } from './told.js';
import { UsageError } from './usage-error.js';

type Options = Readonly<Record<string, string>>;

/** `erasures start COMPANY`: begins, or tells how far it is. */
export async function startErasure(calls: OperatorCalls, words: readonly string[]): Promise<Told> {
  return told(await calls.ask(StartErasure, { company_id: oneOf(words, 'erasures start takes the id of a company') }));
}

/** `erasures show ID`: the report; exit code 1 until nothing is left and nobody can write any more. */
export async function showErasure(calls: OperatorCalls, words: readonly string[]): Promise<Told> {
  const report = await calls.ask(GetErasure, { erasure_id: oneOf(words, 'erasures show takes the id of an erasure') });
  return { ...told(report), code: report.state === 'done' ? 0 : 1 };
}

/** `erasures list`: newest first. */
export async function listErasures(calls: OperatorCalls, { limit }: Options): Promise<Told> {
  const json = await calls.ask(ListErasures, limit === undefined ? {} : { limit: Number(limit) });
  const rows = json.items.map((erasure) => [
    erasure.id,
    erasure.state,
    String(erasure.erased),
    String(erasure.left),
    erasure.requested_at,
    subjectOf(erasure),
  ]);
  return { text: table(['ERASURE', 'STATE', 'ERASED', 'LEFT', 'REQUESTED', 'OF'], rows), json, code: 0 };
}

function told(report: ErasureReport): Told {
  const { id, state, requested_at, finished_at, passes, waits_for, erased, left, places } = report;
  const summary = fieldLines({
    erasure: id,
    of: subjectOf(report),
    state,
    requested_at,
    ...(finished_at && { finished_at }),
    passes,
    ...(waits_for.length > 0 && { waits_for: waits_for.join(', ') }),
    erased,
    left,
  });
  const rows = places.map(({ service, place, ...counts }) => [service, place, String(counts.erased), String(counts.left)]);
  const text = rows.length === 0 ? summary : `${summary}\n\n${table(['SERVICE', 'PLACE', 'ERASED', 'LEFT'], rows)}`;
  return { text, json: report, code: 0 };
}

function subjectOf({ company_id, user_id }: Erasure): string {
  return user_id ? `user ${user_id} of company ${company_id}` : `company ${company_id}`;
}

function oneOf([word, ...others]: readonly string[], usage: string): string {
  if (!word || others.length > 0) throw new UsageError(usage);
  return word;
}
