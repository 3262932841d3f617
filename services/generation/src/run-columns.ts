import type { Run, RunRequest, RunSummary } from '@smartcontent/contracts';

/** What a list carries of a run. */
export const SUMMARY_COLUMNS = `id, company_id, user_id, content_id, campaign_id, content_type, draft_type, agent_name, title, status, model, attempts,
  retry_reasons, validation_errors, error_code, error_message, cache_hit, cache_key, created_at, started_at, finished_at`;

export const RUN_COLUMNS = `${SUMMARY_COLUMNS}, request, revision, is_new_content, model_index, model_attempts`;

/** A run as it is stored, without what it wrote. */
export interface StoredRun extends RunSummary {
  readonly request: RunRequest;
  readonly revision: number;
  readonly is_new_content: boolean;
  readonly model_index: number;
  readonly model_attempts: number;
}

/** A run that this process alone may move until its lease ends. */
export interface ClaimedRun extends StoredRun {
  readonly lease_token: string;
  /** Its last call was cut short with the process that made it. */
  readonly is_calling: boolean;
}

/** A run as its contract names it. */
export function answerOf({ request, revision, is_new_content, model_index, model_attempts, ...summary }: StoredRun): Run {
  return { ...summary, ...request };
}
