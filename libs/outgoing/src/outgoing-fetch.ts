import type { Readable } from 'node:stream';
import { Agent, request } from 'undici';
import { type AddressGuard, AddressRefused } from './address-guard.js';
import { AnswerBroken, joined, type OutgoingAnswer, pinnedTo } from './fetch-outgoing.js';
import { unlessAborted } from './unless-aborted.js';

export interface OutgoingFetchLimits {
  readonly connectTimeoutMs: number;
  /** Longest silence: before the answer begins, and between its pieces. */
  readonly silenceTimeoutMs: number;
  /** Most bytes of an answer's body as they are sent. */
  readonly limitBytes: number;
}

/** The answer's body was longer than it may be. */
class AnswerTooLong extends Error {
  override readonly name = 'AnswerTooLong';
  readonly code = 'ANSWER_TOO_LONG';
}

/** Statuses whose answers have no body. */
const BARE = new Set([204, 205, 304]);
type Answered = Pick<OutgoingAnswer, 'status' | 'headers'>;

const NEVER = new AbortController().signal;

/**
 * A `fetch` for clients that bring their own protocol and stream their answers: like `fetchOutgoing`, each host is resolved once, looked at and
 * connected to at exactly these addresses; no connection is kept, no redirect followed, nothing unpacked. What goes out here carries a key, so
 * plain http is for hosts that the operator vouches for.
 *
 * The time for all of it is the caller's `signal`. Takes a URL, and a body that is text or bytes. It rejects as `fetchOutgoing` does.
 */
export function outgoingFetch(guard: AddressGuard, limits: OutgoingFetchLimits): typeof globalThis.fetch {
  return async (input, { method = 'GET', headers, body, signal } = {}) => {
    if (input instanceof Request) throw new TypeError('a URL is needed');
    const url = new URL(input);
    if (url.protocol === 'http:' && !guard.vouchesFor(url)) throw new AddressRefused('a key is not sent over http: without encryption');
    const addresses = await unlessAborted(guard.addressesOf(url), signal ?? NEVER);
    const { connectTimeoutMs, silenceTimeoutMs } = limits;
    const dispatcher = new Agent({
      connect: { lookup: pinnedTo(addresses), timeout: connectTimeoutMs },
      ...{ headersTimeout: silenceTimeoutMs, bodyTimeout: silenceTimeoutMs, pipelining: 0, allowH2: false },
    });
    try {
      const sent = { dispatcher, method: method as 'GET', headers: Object.fromEntries(new Headers(headers)), signal };
      const response = await request(url.href, { ...sent, body: (body as string | Uint8Array | null | undefined) ?? null });
      // Whoever reads is told by his reading; after that nobody listens.
      response.body.on('error', () => undefined);
      response.body.once('close', () => void dispatcher.destroy());
      const { statusCode: status } = response;
      const answered = { status, headers: joined(response.headers) };
      if (!BARE.has(status)) return new Response(upTo(limits.limitBytes, response.body, answered, signal ?? NEVER), answered);
      response.body.destroy();
      return new Response(null, answered);
    } catch (error) {
      await dispatcher.destroy();
      throw error;
    }
  };
}

/** Not `Readable.toWeb`: where the reader leaves between two pieces, that throws where nobody can catch it. */
function upTo(limitBytes: number, body: Readable, answered: Answered, signal: AbortSignal): ReadableStream<Uint8Array> {
  const pieces = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let bytes = 0;
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next().catch((error: Error & { readonly code?: unknown }) => {
        // A parser's error, as where a chunked answer ends in the middle, has no code.
        throw typeof error.code === 'string' || signal.aborted ? error : new AnswerBroken(answered.status, answered.headers, error);
      });
      if (done) return controller.close();
      bytes += value.length;
      if (bytes <= limitBytes) return controller.enqueue(value);
      body.destroy();
      throw new AnswerTooLong(`the answer is longer than ${limitBytes} bytes`);
    },
    cancel: () => void body.destroy(),
  });
}
