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

/** Bytes of a message that are left to its payload, beside headers, subject and reply subject: NATS counts headers into its limit. */
const HEADER_ALLOWANCE_BYTES = 16 * 1024;

/** Answers and requests keep their payload below this, which fits in the 1 MiB that a NATS server takes by default. */
const PAYLOAD_LIMIT_BYTES = 1024 * 1024 - HEADER_ALLOWANCE_BYTES;

const LINE_BREAK = /[\r\n]/;

/**
 * The headers of a call. The Idempotency-Key is left out where the caller is not the edge: one key would then cover several writes.
 * Built in one go, since `append` walks all names for each of them.
 * @throws Error on a line break in a value, which would forge further headers.
 */
export function contextHeaders(context: RequestContext, passesIdempotency: boolean): MsgHdrs {
  const values: Record<string, string[]> = {
    [HEADER.actor]: [context.actorToken],
    [HEADER.correlationId]: [context.correlationId],
    [HEADER.deadline]: [String(context.deadlineMs)],
  };
  if (context.traceparent) values[HEADER.traceparent] = [context.traceparent];
  if (context.idempotency && passesIdempotency) {
    values[HEADER.idempotencyKey] = [context.idempotency.key];
    values[HEADER.idempotencyHash] = [context.idempotency.requestHash];
    if (context.idempotency.isSecretAnswer) values[HEADER.idempotencySecret] = ['1'];
  }
  if (LINE_BREAK.test(Object.values(values).join(''))) throw new Error('a header of the request holds a line break');
  return MsgHdrsImpl.fromRecord(values);
}

/** All headers as a plain object, first value each: one walk instead of a search per name. */
export function readHeaders(headers: MsgHdrs | undefined): Record<string, string | undefined> {
  const values: Record<string, string> = {};
  if (headers) for (const [name, [value]] of headers) if (value !== undefined) values[name] = value;
  return values;
}

/** Length check that counts bytes only where the string is long enough to matter. */
export function isTooLarge(text: string): boolean {
  return text.length * 3 > PAYLOAD_LIMIT_BYTES && Buffer.byteLength(text) > PAYLOAD_LIMIT_BYTES;
}
