import type { z } from 'zod';
import type { Scope } from './access.js';
import type { ErrorCode } from './errors.js';

/** The services of the platform. A subject's owner is always one of them. */
export const SERVICES = [
  'gateway',
  'identity',
  'content',
  'generation',
  'campaigns',
  'scheduling',
  'analytics',
  'embeddings',
  'sandbox',
] as const;
export type ServiceName = (typeof SERVICES)[number];

/** Requests of one class share one budget per caller; see `RATE_LIMITS` in access.ts. */
export const RATE_CLASSES = ['auth', 'read', 'write', 'search', 'ingest', 'stream'] as const;
export type RateClass = (typeof RATE_CLASSES)[number];

/** JSON faces take at most this many bytes: with its frame a request still fits in one NATS message of 1 MiB. */
export const JSON_BODY_LIMIT_BYTES = 768 * 1024;
/** An ingest batch is split by the gateway, so it may be larger than one message. */
export const INGEST_BODY_LIMIT_BYTES = 5 * 1024 * 1024;

/** How the outside may call a request. Fields of the input named in `{braces}` come from the path; the rest from the query (GET, DELETE) or the JSON body. */
export interface HttpFace {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: `/${string}`;
  readonly status: 200 | 201 | 202 | 204;
  /** `everybody`: nobody has to be known (sign-up, log-in); `company`: who acts for a company and holds `scope`; `operator`: the operator alone. */
  readonly audience: 'everybody' | 'company' | 'operator';
  /** What a caller of a company must hold; `null` for the other audiences. */
  readonly scope: Scope | null;
  /** `person`: an API key may not, whatever its scopes: sessions, passwords, and what makes keys. */
  readonly callers: 'person' | 'person-or-client';
  readonly rateClass: RateClass;
  /**
   * `json` goes over NATS to the owner; `download` too, page after page, whose items become lines of NDJSON; `ingest` and `stream` are
   * served by the gateway itself.
   */
  readonly kind: 'json' | 'download' | 'ingest' | 'stream';
  readonly bodyLimitBytes: number;
  /** The answer holds a secret: it is never stored for an Idempotency-Key, a repeat gets 409. */
  readonly isSecretAnswer: boolean;
  /**
   * `problem`: every refusal is problem+json; `detail`: 404 and 422 are `{"detail": …}` as application/json, with their code in the header
   * X-Error-Code, and the others problem+json.
   */
  readonly errors: 'problem' | 'detail';
  /** How a list is told: `page` with its cursor in the body, or an `array` of its items with the next page in the Link header. */
  readonly lists: 'page' | 'array';
}

export interface RequestContract<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly type: 'request';
  readonly subject: `rpc.${string}`;
  readonly owner: ServiceName;
  readonly summary: string;
  readonly input: I;
  readonly output: O;
  readonly errors: readonly ErrorCode[];
  /** Services that may call it; the gateway is one when there is an HTTP face. */
  readonly callers: readonly ServiceName[];
  /** Only a service in its own name may ask: the answer is nobody's who could be at the other end of a request. */
  readonly isForServices: boolean;
  readonly http: HttpFace | null;
  readonly example: { readonly input: z.input<I>; readonly output: z.input<O> };
}

export interface EventContract<D extends z.ZodType = z.ZodType> {
  readonly type: 'event';
  readonly subject: `evt.${string}`;
  readonly owner: ServiceName;
  readonly summary: string;
  /** Kind of the thing whose versions order its events; the aggregate's id is in the envelope. */
  readonly aggregate: string;
  readonly data: D;
  /** Services that handle it; the boot check and the NATS permissions come from here. */
  readonly consumers: readonly ServiceName[];
  readonly example: z.input<D>;
}

/** What a service says to every replica of others at once, over core NATS and without a promise that anybody hears it: what is kept must not depend on it. */
export interface BroadcastContract<D extends z.ZodType = z.ZodType> {
  readonly type: 'broadcast';
  readonly subject: `broadcast.${string}`;
  readonly summary: string;
  readonly data: D;
  /** The NATS permissions come from these two. */
  readonly senders: readonly ServiceName[];
  readonly listeners: readonly ServiceName[];
  readonly example: z.input<D>;
}

/** What a handler receives: already parsed input of a request. */
export type InputOf<C extends RequestContract> = z.output<C['input']>;
/** What a caller hands in, before defaults are applied. */
export type CallOf<C extends RequestContract> = z.input<C['input']>;
export type OutputOf<C extends RequestContract> = z.output<C['output']>;
export type DataOf<C extends EventContract | BroadcastContract> = z.output<C['data']>;

/** An event as a handler sees it: the CloudEvents attributes of its headers and its parsed data. */
export interface EventOf<C extends EventContract = EventContract> {
  /** CloudEvents `id`: UUIDv7, the same on every delivery. */
  readonly id: string;
  readonly subject: C['subject'];
  /** CloudEvents `time`: when the owner committed it, ISO 8601 in UTC. */
  readonly time: string;
  readonly companyId: string;
  readonly aggregateId: string;
  /** One sequence per aggregate over all its event types, from 1, without gaps. */
  readonly aggregateVersion: number;
  readonly correlationId: string;
  /** Id of the request or event that caused it. */
  readonly causationId: string | null;
  /** Who did it, as `user:<id>`, `client:<id>` or `service:<name>`. */
  readonly actor: string;
  readonly traceparent: string | null;
  readonly data: DataOf<C>;
}

/** Whether the owner answers it over NATS; `ingest` and `stream` are answered by the gateway itself. */
export function isAnsweredByOwner({ http }: Pick<RequestContract, 'http'>): boolean {
  return http === null || http.kind === 'json' || http.kind === 'download';
}

type FaceSpec = Pick<HttpFace, 'method' | 'path' | 'scope' | 'rateClass'> & Partial<HttpFace>;
type RequestSpec<I extends z.ZodType, O extends z.ZodType> = Omit<
  RequestContract<I, O>,
  'type' | 'owner' | 'http' | 'errors' | 'callers' | 'isForServices'
> & {
  readonly isForServices?: boolean;
  readonly errors?: readonly ErrorCode[];
  readonly callers?: readonly ServiceName[];
  readonly http?: FaceSpec;
};

/** Declares a request/reply message once: its subject, its shapes, its errors, who may call it and how the outside does. */
export function defineRequest<I extends z.ZodType, O extends z.ZodType>(spec: RequestSpec<I, O>): RequestContract<I, O> {
  const http = spec.http ? completeFace(spec.http) : null;
  const callers = new Set<ServiceName>(spec.callers ?? []);
  if (http) callers.add('gateway');
  const { errors = [], isForServices = false } = spec;
  return { ...spec, type: 'request', owner: ownerOf(spec.subject), errors, isForServices, callers: [...callers], http };
}

/** Declares an event once. Its data is an open object, so that an old consumer survives a newer owner's extra fields. */
export function defineEvent<D extends z.ZodType>(spec: Omit<EventContract<D>, 'type' | 'owner'>): EventContract<D> {
  return { ...spec, type: 'event', owner: ownerOf(spec.subject) };
}

/** Declares a broadcast once. */
export function defineBroadcast<D extends z.ZodType>(spec: Omit<BroadcastContract<D>, 'type'>): BroadcastContract<D> {
  return { ...spec, type: 'broadcast' };
}

function completeFace(face: FaceSpec): HttpFace {
  const kind = face.kind ?? 'json';
  return {
    status: 200,
    audience: face.scope === null ? 'everybody' : 'company',
    isSecretAnswer: false,
    callers: 'person-or-client',
    errors: 'problem',
    lists: 'page',
    bodyLimitBytes: kind === 'ingest' ? INGEST_BODY_LIMIT_BYTES : JSON_BODY_LIMIT_BYTES,
    ...face,
    kind,
  };
}

const SUBJECT = /^(?:rpc|evt)\.([a-z-]+)\.[a-z-]+\.[a-z-]+\.v\d+$/;

function ownerOf(subject: string): ServiceName {
  const owner = SUBJECT.exec(subject)?.[1] as ServiceName | undefined;
  if (!owner || !SERVICES.includes(owner)) throw new Error(`${subject} is not <kind>.<service>.<entity>.<verb>.v<n>`);
  return owner;
}
