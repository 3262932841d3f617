import {
  type AddressGuard,
  AddressRefused,
  AnswerBroken,
  fetchOutgoing,
  type OutgoingAnswer,
  type OutgoingRequest,
} from '@smartcontent/outgoing';
import { Webhook } from 'standardwebhooks';
import type { LookUp, Outcome, PlatformAdapter, Publication } from './platform-adapter.js';

/** Failures before a connection stood: the receiver has seen nothing. */
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

interface Answer extends Pick<OutgoingAnswer, 'status' | 'headers'> {
  /** Null where it was too long or broke off. */
  readonly body: Buffer | null;
}

/** Posts as signed HTTP requests, after the Standard Webhooks specification 1.0 (standardwebhooks.com). */
export class WebhookAdapter implements PlatformAdapter {
  readonly platform = 'webhook';

  constructor(
    private readonly guard: AddressGuard,
    readonly timeoutSeconds = 10,
  ) {}

  async publish(publication: Publication): Promise<Outcome> {
    const body = JSON.stringify(messageOf(publication));
    const sentAt = new Date();
    const headers = {
      'content-type': 'application/json',
      'webhook-id': publication.id,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
      'webhook-signature': new Webhook(publication.secret).sign(publication.id, sentAt, body),
    };
    try {
      return outcomeOf(await this.#fetch(String(publication.settings.url), { method: 'POST', headers, body }));
    } catch (error) {
      if (error instanceof AddressRefused) return { kind: 'refused', reason: error.message, statusCode: null };
      const code = codeOf(error);
      const unanswered = { reason: `no answer (${code})`, statusCode: null };
      if (NEVER_CONNECTED.has(code)) return { kind: 'not-sent', ...unanswered };
      return { kind: 'unknown', ...unanswered, ...(code === 'TimeoutError' && { lookUpAfterSeconds: STILL_AT_IT_SECONDS }) };
    }
  }

  async lookUp({ id, settings }: Pick<Publication, 'id' | 'settings'>): Promise<LookUp> {
    if (!settings.lookup_url) return { kind: 'cannot', reason: 'the account has no lookup_url' };
    const url = String(settings.lookup_url).replace('{id}', encodeURIComponent(id));
    try {
      const { status } = await this.#fetch(url, { method: 'GET' });
      if (isSuccess(status)) return { kind: 'found', platformPostId: id };
      if (status === 404) return { kind: 'absent' };
      return { kind: 'no-answer', reason: `the look-up answered ${status}` };
    } catch (error) {
      if (error instanceof AddressRefused) return { kind: 'cannot', reason: error.message };
      return { kind: 'no-answer', reason: `the look-up failed (${codeOf(error)})` };
    }
  }

  /** A status is an answer, whatever becomes of the body behind it. */
  async #fetch(url: string, request: Pick<OutgoingRequest, 'method' | 'headers' | 'body'>): Promise<Answer> {
    const limits = { timeoutMs: this.timeoutSeconds * 1_000, limitBytes: ANSWER_LIMIT_BYTES };
    try {
      return await fetchOutgoing(this.guard, url, { ...request, ...limits });
    } catch (error) {
      if (error instanceof AnswerBroken) return { status: error.status, headers: error.headers, body: null };
      throw error;
    }
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

function outcomeOf(answer: Answer): Outcome {
  const { status: statusCode } = answer;
  if (isSuccess(statusCode)) return { kind: 'published', platformPostId: postIdIn(answer), statusCode };
  const reason = `the platform answered ${statusCode}`;
  if (statusCode === 429) return { kind: 'not-sent', reason, statusCode, retryAfterSeconds: retryAfter(answer) };
  // A server that fails or times out half-way may have kept the post.
  if (statusCode === 504) return { kind: 'unknown', reason, statusCode, lookUpAfterSeconds: STILL_AT_IT_SECONDS };
  if (statusCode >= 500 || statusCode === 408) return { kind: 'unknown', reason, statusCode };
  return { kind: 'refused', reason, statusCode };
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** The receiver may name its own id of the post; its answer is otherwise free, so a broken one changes nothing. */
function postIdIn({ body }: Answer): string | null {
  try {
    const answer = JSON.parse(body?.toString() ?? '') as { id?: unknown } | null;
    // Postgres keeps no NUL.
    return typeof answer?.id === 'string' && !answer.id.includes('\0') ? answer.id.slice(0, 255) : null;
  } catch {
    return null;
  }
}

function retryAfter({ headers }: Answer): number | undefined {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 3_600) : undefined;
}

/** A time-out has a number for a code, from before errors had names. */
function codeOf(error: unknown): string {
  const { code, name } = error as Error & { code?: unknown };
  return typeof code === 'string' ? code : name;
}
