import { Webhook } from 'standardwebhooks';
import type { LookUp, Outcome, PlatformAdapter, Publication } from './platform-adapter.js';

/** Failures of fetch before a connection stood: the receiver has seen nothing. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  // A certificate is checked before the request is written.
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);
/** A receiver that did not answer in time may still be taking the post in: a look-up at once would find nothing, and send it twice. */
const STILL_AT_IT_SECONDS = 60;
/** An answer that holds an id is short; of a longer one nothing is kept. */
const ANSWER_LIMIT_BYTES = 64 * 1024;

/** Posts as signed HTTP requests, after the Standard Webhooks specification 1.0 (standardwebhooks.com). */
export class WebhookAdapter implements PlatformAdapter {
  readonly platform = 'webhook';

  constructor(readonly timeoutSeconds = 10) {}

  async publish(publication: Publication): Promise<Outcome> {
    const body = JSON.stringify(messageOf(publication));
    const sentAt = new Date();
    const headers = {
      'content-type': 'application/json',
      'webhook-id': publication.id,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
      'webhook-signature': new Webhook(publication.secret).sign(publication.id, sentAt, body),
    };
    let response: Response;
    try {
      response = await this.#fetch(String(publication.settings.url), { method: 'POST', headers, body });
    } catch (error) {
      const code = causeCode(error);
      const unanswered = { reason: `no answer (${code})`, statusCode: null };
      if (NEVER_CONNECTED.has(code)) return { kind: 'not-sent', ...unanswered };
      return { kind: 'unknown', ...unanswered, ...(code === 'TimeoutError' && { lookUpAfterSeconds: STILL_AT_IT_SECONDS }) };
    }
    return outcomeOf(response);
  }

  async lookUp({ id, settings }: Pick<Publication, 'id' | 'settings'>): Promise<LookUp> {
    if (!settings.lookup_url) return { kind: 'cannot', reason: 'the account has no lookup_url' };
    const url = String(settings.lookup_url).replace('{id}', encodeURIComponent(id));
    try {
      const response = await this.#fetch(url, { method: 'GET' });
      await response.body?.cancel();
      if (response.ok) return { kind: 'found', platformPostId: id };
      if (response.status === 404) return { kind: 'absent' };
      return { kind: 'no-answer', reason: `the look-up answered ${response.status}` };
    } catch (error) {
      return { kind: 'no-answer', reason: `the look-up failed (${causeCode(error)})` };
    }
  }

  #fetch(url: string, init: RequestInit): Promise<Response> {
    return fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(this.timeoutSeconds * 1000) });
  }
}

function messageOf({ id, scheduledTime, version }: Publication) {
  return {
    type: 'post.published',
    timestamp: scheduledTime,
    data: {
      post_id: id,
      content_id: version.content_id,
      version_id: version.id,
      content_type: version.content_type,
      title: version.title,
      content_text: version.content_text,
      metadata: version.metadata,
    },
  };
}

async function outcomeOf(response: Response): Promise<Outcome> {
  const statusCode = response.status;
  if (response.ok) return { kind: 'published', platformPostId: await postIdIn(response), statusCode };
  await response.body?.cancel().catch(() => undefined);
  const reason = `the platform answered ${statusCode}`;
  if (statusCode === 429) return { kind: 'not-sent', reason, statusCode, retryAfterSeconds: retryAfter(response) };
  // A server that fails or times out half-way may have kept the post.
  if (statusCode === 504) return { kind: 'unknown', reason, statusCode, lookUpAfterSeconds: STILL_AT_IT_SECONDS };
  if (statusCode >= 500 || statusCode === 408) return { kind: 'unknown', reason, statusCode };
  return { kind: 'refused', reason, statusCode };
}

/** The receiver may name its own id of the post; its answer is otherwise free, so a broken one changes nothing. */
async function postIdIn(response: Response): Promise<string | null> {
  try {
    const answer = JSON.parse(await shortText(response)) as { id?: unknown } | null;
    // Postgres keeps no NUL.
    return typeof answer?.id === 'string' && !answer.id.includes('\0') ? answer.id.slice(0, 255) : null;
  } catch {
    return null;
  }
}

async function shortText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > ANSWER_LIMIT_BYTES) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 3_600) : undefined;
}

function causeCode(error: unknown): string {
  const cause = (error as { cause?: { code?: string } }).cause;
  return cause?.code ?? (error as Error).name;
}
