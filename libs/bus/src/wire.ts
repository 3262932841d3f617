/** Names of the headers that a request carries beside Nest's frame. Lower case, as NATS keeps the case it is given. */
export const HEADER = {
  actor: 'sc-actor',
  correlationId: 'sc-correlation-id',
  deadline: 'sc-deadline',
  idempotencyKey: 'sc-idempotency-key',
  idempotencyHash: 'sc-idempotency-hash',
  idempotencySecret: 'sc-idempotency-secret',
  traceparent: 'traceparent',
} as const;

/** Largest message that a NATS server takes by default, headers included. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;
