import { DraftWritten, GenerationStopped } from '@smartcontent/contracts';
import { commitChange, type Tx } from '@smartcontent/database';
import type { StoredRun } from '../run-columns.js';

/** The audit keeps how a run went; what was asked and written stands in its row and its history. */
export function auditedRun({ request, validation_errors, ...run }: StoredRun): object {
  return { ...run, models: request.models };
}

/** Tells of a run's end, with its audit row. */
export async function tellRunEnded(tx: Tx, before: StoredRun, after: StoredRun): Promise<void> {
  const { id, company_id, revision, user_id, content_id, is_new_content } = after;
  const state = { user_id, content_id, is_new_content };
  const of = { aggregateId: id, aggregateVersion: revision };
  const audit = {
    table: 'runs',
    operation: 'update',
    before: { status: before.status },
    after: { status: after.status, model: after.model, attempts: after.attempts, error_code: after.error_code },
  } as const;
  if (after.status === 'succeeded') {
    const { draft_type, campaign_id, model, request } = after;
    const data = { ...state, draft_type, campaign_id, platform: request.platform, model: model ?? '' };
    await commitChange(tx, { event: { contract: DraftWritten, ...of, data }, audit }, company_id, id);
  } else {
    const status = after.status === 'cancelled' ? ('cancelled' as const) : ('failed' as const);
    const data = { ...state, status, error_code: after.error_code ?? 'FAILED' };
    await commitChange(tx, { event: { contract: GenerationStopped, ...of, data }, audit }, company_id, id);
  }
}
