import type { RequestClient } from '@smartcontent/bus';
import { type Actor, AppError, FindNearDuplicates, type NearDuplicate, type RequestContext } from '@smartcontent/contracts';
import { fingerprintOf } from './fingerprint.js';

/** What a writer waits for a warning at most, while the index is slow or away. */
const PATIENCE_MS = 200;

/**
 * Near-duplicates of a text among the company's other contents, to be asked before the transaction that writes it. Never stands in the way
 * of a write: null where the index did not answer within 200 ms, or the actor may not read contents and would learn their titles.
 */
export async function askNearDuplicates(
  requests: RequestClient,
  { text, contentId }: { readonly text: string | null; readonly contentId: string | null },
  context: RequestContext,
): Promise<NearDuplicate[] | null> {
  if (!mayRead(context.actor)) return null;
  const fingerprint = text === null ? null : fingerprintOf(text);
  if (!fingerprint) return [];
  const { sketch, bands } = fingerprint;
  const input = {
    fingerprint: { sketch: Buffer.from(sketch).toString('base64'), bands: [...bands] },
    except_content_id: contentId,
  };
  const deadlineMs = Math.min(context.deadlineMs, Date.now() + PATIENCE_MS);
  const answer = await requests.call(FindNearDuplicates, input, { ...context, deadlineMs }).catch((error: unknown) => {
    // Whatever the index suffers from, the write does not.
    if (error instanceof AppError) return null;
    throw error;
  });
  return answer?.items ?? null;
}

function mayRead(actor: Actor): boolean {
  return !('scopes' in actor) || actor.scopes.includes('content:read');
}
