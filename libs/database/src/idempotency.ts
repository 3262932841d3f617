import { AppError, actorLabel, type RequestContext } from '@smartcontent/contracts';
import type pg from 'pg';
import { prepared } from './connection-pool.js';
import type { Tx } from './transaction.js';

interface KeptAnswer {
  readonly request_hash: string;
  readonly is_answer_kept: boolean;
  readonly answer: unknown;
}

/**
 * The record of a request, sent right before its COMMIT. A second one under the same key waits for the first to end and then breaks the
 * primary key, which rolls its transaction back.
 */
export function keepAnswer(schema: string, context: RequestContext, answer: unknown): pg.QueryConfig {
  const { key, requestHash, isSecretAnswer } = requireKey(context);
  const kept = isSecretAnswer ? null : JSON.stringify(answer ?? null);
  return prepared(
    `INSERT INTO ${schema}.idempotency_keys (company_id, actor, key, request_hash, is_answer_kept, answer) VALUES ($1, $2, $3, $4, $5, $6)`,
    [context.actor.company_id, actorLabel(context.actor), key, requestHash, !isSecretAnswer, kept],
  );
}

/** What an earlier request under the same key left; undefined when it is the first. */
export function findAnswer(tx: Tx, schema: string, context: RequestContext): Promise<KeptAnswer | undefined> {
  return tx.one<KeptAnswer>(
    `SELECT request_hash, is_answer_kept, answer FROM ${schema}.idempotency_keys WHERE company_id = $1 AND actor = $2 AND key = $3`,
    [context.actor.company_id, actorLabel(context.actor), requireKey(context).key],
  );
}

/** The first answer, or the reason why there is none to give. */
export function repeatAnswer(kept: KeptAnswer, context: RequestContext): unknown {
  if (kept.request_hash !== requireKey(context).requestHash) throw new AppError('PLATFORM_IDEMPOTENCY_KEY_REUSED');
  if (!kept.is_answer_kept) throw new AppError('PLATFORM_IDEMPOTENCY_ANSWER_GONE');
  return kept.answer;
}

function requireKey(context: RequestContext): NonNullable<RequestContext['idempotency']> {
  if (!context.idempotency) throw new Error('The request carries no idempotency key');
  return context.idempotency;
}
