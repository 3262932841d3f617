import type { LookupFunction } from 'node:net';
import { Agent, request } from 'undici';
import type { Address, AddressGuard } from './address-guard.js';
import { unlessAborted } from './unless-aborted.js';

/**
 * The answer's body was longer than it may be, or broke off, or the time was over (`cause`). What was read of it is forgotten; the receiver has
 * answered all the same, with `status` and `headers`.
 */
export class AnswerBroken extends Error {
  override readonly name = 'AnswerBroken';
  readonly code = 'ANSWER_BROKEN';

  constructor(
    readonly status: number,
    readonly headers: OutgoingAnswer['headers'],
    cause: unknown,
  ) {
    super(`the answer could not be read: ${(cause as Error).message}`, { cause });
  }
}

/** More redirects than allowed, or one without a usable address. */
export class TooManyRedirects extends Error {
  override readonly name = 'TooManyRedirects';
  readonly code = 'TOO_MANY_REDIRECTS';
}

export interface OutgoingRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** For everything: names, connections, redirects and the answer's body. */
  readonly timeoutMs: number;
  /** Most bytes of an answer's body as they are sent: compressed answers are not asked for, and not unpacked. */
  readonly limitBytes: number;
  /** Redirects that are followed, each under the same guard, for GET and HEAD only; 0 unless told: the redirect is then the answer. */
  readonly redirects?: number;
}

export interface OutgoingAnswer {
  readonly status: number;
  /** By lower-case name; several of one name are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Where it came from, after redirects. */
  readonly url: string;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** The others are sent to the first host only: the next one may be somebody else's, and a key may stand in a header of any name. */
const HARMLESS_HEADERS = new Set(['accept', 'accept-language', 'if-modified-since', 'if-none-match', 'range', 'user-agent']);

/**
 * The one way out for a URL that a user gave. Each host is resolved once, looked at by the guard, and connected to at exactly these addresses.
 * No connection is kept: the next request is looked at anew.
 * @throws AddressRefused, AnswerBroken, TooManyRedirects; an error with `code` of the connection (ECONNREFUSED, ENOTFOUND,
 * UND_ERR_CONNECT_TIMEOUT, CERT_HAS_EXPIRED, …); one named `TimeoutError` where the time is over before there is an answer; TypeError where the
 * URL cannot be read
 */
export async function fetchOutgoing(guard: AddressGuard, url: string, outgoing: OutgoingRequest): Promise<OutgoingAnswer> {
  const signal = AbortSignal.timeout(outgoing.timeoutMs);
  let { redirects = 0 } = outgoing;
  let next = { url: new URL(url), headers: outgoing.headers ?? {} };
  for (;;) {
    const answer = await fetchOnce(guard, next.url, { ...outgoing, headers: next.headers }, signal);
    const isFollowed = REDIRECTS.has(answer.status) && outgoing.redirects && (outgoing.method === 'GET' || outgoing.method === 'HEAD');
    if (!isFollowed) return answer;
    if (redirects === 0) throw new TooManyRedirects(`more than ${outgoing.redirects} redirects`);
    redirects -= 1;
    next = follow(next, answer);
  }
}

interface Hop {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

function follow({ url, headers }: Hop, { headers: { location } }: OutgoingAnswer): Hop {
  if (!location || !URL.canParse(location, url.href)) throw new TooManyRedirects('a redirect without a usable location');
  const next = new URL(location, url);
  if (next.origin === url.origin) return { url: next, headers };
  return { url: next, headers: Object.fromEntries(Object.entries(headers).filter(([name]) => HARMLESS_HEADERS.has(name.toLowerCase()))) };
}

async function fetchOnce(guard: AddressGuard, url: URL, outgoing: OutgoingRequest, signal: AbortSignal): Promise<OutgoingAnswer> {
  const addresses = await unlessAborted(guard.addressesOf(url), signal);
  const { method, headers, body, limitBytes, timeoutMs } = outgoing;
  // Half of the time for connecting: a connection that failed is told apart from an answer that did not come.
  const dispatcher = new Agent({ connect: { lookup: pinnedTo(addresses), timeout: timeoutMs / 2 }, pipelining: 0, allowH2: false });
  try {
    const response = await request(url.href, { dispatcher, method, headers: { ...headers }, body: body ?? null, signal });
    const answered = { status: response.statusCode, headers: joined(response.headers) };
    const read = await readUpTo(response.body, limitBytes).catch((cause: unknown) => {
      throw new AnswerBroken(answered.status, answered.headers, cause);
    });
    return { ...answered, body: read, url: url.href };
  } finally {
    await dispatcher.destroy();
  }
}

/** Names are resolved already: whatever is asked, the answer is these. */
export function pinnedTo(addresses: readonly Address[]): LookupFunction {
  return (_host, { all }, callback) => {
    const [first] = addresses;
    if (all) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };
}

async function readUpTo(body: AsyncIterable<Buffer>, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw new Error(`it is longer than ${limitBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Headers by name, several of one name in one line. */
export function joined(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const entries = Object.entries(headers).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));
}
