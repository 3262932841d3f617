import { type HttpFace, isAnsweredByOwner, type RequestContract } from './define.js';
import { ERRORS, type ErrorCode } from './errors.js';

const ALWAYS: readonly ErrorCode[] = [
  'GATEWAY_REQUEST_MALFORMED',
  'GATEWAY_RATE_LIMITED',
  'PLATFORM_INPUT_INVALID',
  'PLATFORM_INTERNAL',
  'PLATFORM_SERVICE_UNAVAILABLE',
  'PLATFORM_STORE_UNAVAILABLE',
];
const WITH_CREDENTIAL: readonly ErrorCode[] = [
  'GATEWAY_CREDENTIAL_MISSING',
  'GATEWAY_CREDENTIAL_INVALID',
  'GATEWAY_CREDENTIAL_EXPIRED',
  'GATEWAY_CREDENTIAL_REVOKED',
  'PLATFORM_ACTOR_REFUSED',
  'PLATFORM_SCOPE_MISSING',
];
const WITH_BODY: readonly ErrorCode[] = [
  'GATEWAY_BODY_NOT_JSON',
  'GATEWAY_BODY_TOO_DEEP',
  'GATEWAY_BODY_TOO_LARGE',
  'GATEWAY_MEDIA_TYPE_UNSUPPORTED',
];
const OVER_NATS: readonly ErrorCode[] = ['PLATFORM_ANSWER_TOO_LARGE', 'PLATFORM_DEADLINE_EXCEEDED'];

/** Whether the operation takes a body; GET and DELETE read what is not in the path from the query. */
export function takesBody(face: HttpFace): boolean {
  return face.method !== 'GET' && face.method !== 'DELETE';
}

/** Whether a client may send an Idempotency-Key: on every POST for a company, in whose data the first answer is kept. */
export function takesIdempotencyKey(face: HttpFace): boolean {
  return face.method === 'POST' && face.audience === 'company';
}

/** Every code that a call of this request over HTTP can meet: its own and those of the road to it, by status. */
export function operationErrors(request: RequestContract, face: HttpFace): ErrorCode[] {
  const codes = new Set<ErrorCode>([...request.errors, ...ALWAYS]);
  const add = (more: readonly ErrorCode[]) => {
    for (const code of more) codes.add(code);
  };
  if (face.audience !== 'everybody') add(WITH_CREDENTIAL);
  if (face.audience === 'company') add([face.kind === 'ingest' ? 'GATEWAY_ORIGIN_REFUSED' : 'GATEWAY_PUBLISHABLE_KEY_REFUSED']);
  if (face.callers === 'person') add(['GATEWAY_PERSON_NEEDED']);
  if (takesBody(face)) add(WITH_BODY);
  if (isAnsweredByOwner({ http: face })) add(OVER_NATS);
  if (takesIdempotencyKey(face)) {
    add(['GATEWAY_IDEMPOTENCY_KEY_INVALID', 'PLATFORM_IDEMPOTENCY_KEY_REUSED']);
    if (face.isSecretAnswer) add(['PLATFORM_IDEMPOTENCY_ANSWER_GONE']);
  }
  return [...codes].sort((a, b) => ERRORS[a].status - ERRORS[b].status || a.localeCompare(b, 'en'));
}
