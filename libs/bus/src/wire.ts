import { type MsgHdrs, MsgHdrsImpl } from '@nats-io/transport-node';
import type { RequestContext } from '@smartcontent/contracts';

/** Names of the headers that a request carries beside Nest's frame. NATS keeps the case that it is given. */
export const HEADER = {
  actor: 'sc-actor',
  correlationId: 'sc-correlation-id',
  deadline: 'sc-deadline',
  idempotencyKey: 'sc-idempotency-key',
  idempotencyHash: 'sc-idempotency-hash',
  idempotencySecret: 'sc-idempotency-secret',
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

const LINE_BREAK = /[\r\n]/;

/** Headers that are ready to be sent. */
class WrittenHeaders extends MsgHdrsImpl {
  constructor(private readonly text: string) {
    super();
  }
  override encode(): Uint8Array {
    return Buffer.from(this.text);
  }
}

/**
 * The headers of a call. The Idempotency-Key is left out where the caller is not the edge: one key would then cover several writes.
 * Written in one go into Node's buffer pool: the client's own way costs four times as much.
 * @throws Error on a line break in a value, which would forge further headers.
 */
export function contextHeaders(context: RequestContext, passesIdempotency: boolean): MsgHdrs {
  const { actorToken, correlationId, deadlineMs, traceparent, idempotency } = context;
  let values = `${correlationId}${traceparent ?? ''}`;
  let text = `NATS/1.0\r\n${HEADER.actor}: ${actorToken}\r\n${HEADER.correlationId}: ${correlationId}\r\n${HEADER.deadline}: ${deadlineMs}\r\n`;
  if (traceparent) text += `${HEADER.traceparent}: ${traceparent}\r\n`;
  if (idempotency && passesIdempotency) {
    const { key, requestHash, isSecretAnswer } = idempotency;
    values += key + requestHash;
    text += `${HEADER.idempotencyKey}: ${key}\r\n${HEADER.idempotencyHash}: ${requestHash}\r\n`;
    if (isSecretAnswer) text += `${HEADER.idempotencySecret}: 1\r\n`;
  }
  if (LINE_BREAK.test(values) || LINE_BREAK.test(actorToken)) throw new Error('a header of the request holds a line break');
  return new WrittenHeaders(`${text}\r\n`);
}

/** All headers as a plain object, first value each: one walk instead of a search per name. */
export function readHeaders(headers: MsgHdrs | undefined): Record<string, string | undefined> {
  const values: Record<string, string> = {};
  if (headers) for (const [name, [value]] of headers) if (value !== undefined) values[name] = value;
  return values;
}

/** Whether a payload is more than one message carries beside its headers. */
export function isTooLarge(payload: Uint8Array): boolean {
  return payload.length > PAYLOAD_LIMIT_BYTES;
}
