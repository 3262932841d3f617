import type { Msg, MsgHdrs } from '@nats-io/transport-node';
import type { RequestContext } from '@smartcontent/contracts';

/** Names of the headers that a request carries beside Nest's frame. NATS keeps the case that it is given. */
export const HEADER = {
  actor: 'sc-actor',
  correlationId: 'sc-correlation-id',
  deadline: 'sc-deadline',
  idempotencyKey: 'sc-idempotency-key',
  idempotencyHash: 'sc-idempotency-hash',
  idempotencySecret: 'sc-idempotency-secret',
  ifMatch: 'sc-if-match',
  address: 'sc-address',
  userAgent: 'sc-user-agent',
  traceparent: 'traceparent',
} as const;

/** Where a caller says that it does not wait any longer; the payload is the subject to which it awaited the answer. Every replica hears it. */
export function cancelSubject(owner: string): string {
  return `cancel.${owner}`;
}

/** Bytes of a message that are left to its payload, beside headers, subject and reply subject: NATS counts headers into its limit. */
const HEADER_ALLOWANCE_BYTES = 16 * 1024;

/** Answers and requests keep their payload below this, which fits in the 1 MiB that a NATS server takes by default. */
const PAYLOAD_LIMIT_BYTES = 1024 * 1024 - HEADER_ALLOWANCE_BYTES;

const LINE_END = '\r\n';
const LINE_BREAK = /[\r\n]/;

/** Headers that are ready to be sent: `publish` asks for their bytes and nothing else. */
class WrittenHeaders {
  constructor(private readonly text: string) {}

  encode(): Uint8Array {
    return Buffer.from(this.text);
  }
}

/**
 * The headers of a call. Idempotency-Key and If-Match are left out where the caller is not the edge: one key would then cover several writes, and the tag is of another thing.
 * Written in one go into Node's buffer pool: the client's own way costs four times as much.
 * @throws Error on a line break in a value, which would forge further headers.
 */
export function contextHeaders(context: RequestContext, passesIdempotency: boolean): MsgHdrs {
  const { actorToken, correlationId, deadlineMs, traceparent, idempotency, ifMatch, origin } = context;
  let values = `${correlationId}${traceparent ?? ''}`;
  let text = `NATS/1.0\r\n${HEADER.actor}: ${actorToken}\r\n${HEADER.correlationId}: ${correlationId}\r\n${HEADER.deadline}: ${deadlineMs}\r\n`;
  if (traceparent) text += `${HEADER.traceparent}: ${traceparent}\r\n`;
  if (origin) {
    const { address, userAgent } = origin;
    values += address + (userAgent ?? '');
    text += `${HEADER.address}: ${address}\r\n`;
    if (userAgent) text += `${HEADER.userAgent}: ${userAgent}\r\n`;
  }
  if (idempotency && passesIdempotency) {
    const { key, requestHash, isSecretAnswer } = idempotency;
    values += key + requestHash;
    text += `${HEADER.idempotencyKey}: ${key}\r\n${HEADER.idempotencyHash}: ${requestHash}\r\n`;
    if (isSecretAnswer) text += `${HEADER.idempotencySecret}: 1\r\n`;
  }
  if (ifMatch && passesIdempotency) {
    const tags = ifMatch === '*' ? '*' : ifMatch.join(' ');
    values += tags;
    text += `${HEADER.ifMatch}: ${tags}\r\n`;
  }
  if (LINE_BREAK.test(values) || LINE_BREAK.test(actorToken)) throw new Error('a header of the request holds a line break');
  return new WrittenHeaders(`${text}\r\n`) as unknown as MsgHdrs;
}

/** All headers as a plain object, first value each: one walk instead of a search per name. */
export function readHeaders(headers: MsgHdrs | undefined): Record<string, string | undefined> {
  const values: Record<string, string> = {};
  if (headers) for (const [name, [value]] of headers) if (value !== undefined) values[name] = value;
  return values;
}

/** Of the client's message, whose headers are bytes until somebody asks for them. */
interface RawMessage {
  readonly _rdata: Uint8Array;
  readonly _msg: { readonly hdr: number };
}

const decoder = new TextDecoder();

/**
 * The same for a message as the client received it, in one walk over its bytes. The client's own reading looks at each name several times:
 * that was a fifth of what a request costs its owner.
 */
export function readMessageHeaders(message: Msg): Record<string, string | undefined> {
  const { _rdata: bytes, _msg: parts } = message as Msg & Partial<RawMessage>;
  if (!bytes || !parts) return readHeaders(message.headers);
  const values: Record<string, string> = {};
  const text = parts.hdr > 0 ? decoder.decode(bytes.subarray(0, parts.hdr)) : '';
  // Past the first line, which names the protocol; an empty line is the end.
  let at = text.indexOf(LINE_END) + LINE_END.length;
  for (let end = text.indexOf(LINE_END, at); end > at; end = text.indexOf(LINE_END, at)) {
    const colon = text.indexOf(':', at);
    const name = text.slice(at, colon);
    if (colon > at && colon < end) values[name] ??= text.slice(colon + 1, end).trim();
    at = end + LINE_END.length;
  }
  return values;
}

/** Whether a payload is more than one message carries beside its headers. */
export function isTooLarge(payload: Uint8Array): boolean {
  return payload.length > PAYLOAD_LIMIT_BYTES;
}
