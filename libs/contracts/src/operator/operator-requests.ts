import type { ServiceName } from '../define.js';
import { auditRequests } from './audit.js';
import { deadLetterRequests } from './dead-letters.js';
import { recoveryRequests } from './recovery.js';
import { secretRequests } from './secrets.js';

/** Services that keep messages: those with an outbox, an inbox and dead letters of their own, and so with faces for the operator. */
export const OPERATED_SERVICES = [
  'identity',
  'content',
  'generation',
  'campaigns',
  'scheduling',
  'analytics',
  'embeddings',
] as const satisfies readonly ServiceName[];
export type OperatedService = (typeof OPERATED_SERVICES)[number];

/** Every request that the operator may send to one service. */
export type OperatorRequests = ReturnType<typeof requestsOf>;

/** The operator's requests of each service, under `/v1/operator/<service>/`. */
export const OPERATOR_REQUESTS = Object.fromEntries(OPERATED_SERVICES.map((service) => [service, requestsOf(service)])) as Record<
  OperatedService,
  OperatorRequests
>;

function requestsOf(service: ServiceName) {
  return { ...deadLetterRequests(service), ...recoveryRequests(service), ...auditRequests(service), ...secretRequests(service) };
}
