import { z } from 'zod';
import { AppError } from './app-error.js';
import { RATE_CLASSES, type RateClass } from './define.js';

export const ROLES = ['admin', 'manager', 'user', 'viewer'] as const;
export type Role = (typeof ROLES)[number];
export const roleSchema = z.enum(ROLES);

export const SCOPES = [
  'account:read',
  'account:write',
  'account:manage',
  'audit:read',
  'content:read',
  'content:write',
  'content:approve',
  'generation:read',
  'generation:write',
  'planning:read',
  'planning:write',
  'campaign:write',
  'schedule:read',
  'schedule:write',
  'events:write',
  'analytics:read',
  'notifications:read',
] as const;
export type Scope = (typeof SCOPES)[number];
export const scopeSchema = z.enum(SCOPES);

/** `account:read` and `account:write` are about oneself and the names of one's colleagues; `account:manage` about the company and everybody in it. */
const VIEWER: readonly Scope[] = [
  'account:read',
  'account:write',
  'content:read',
  'generation:read',
  'planning:read',
  'schedule:read',
  'analytics:read',
  'notifications:read',
];
const USER: readonly Scope[] = [...VIEWER, 'content:write', 'generation:write', 'planning:write', 'events:write'];
const MANAGER: readonly Scope[] = [...USER, 'content:approve', 'campaign:write', 'schedule:write'];

/** What each role may do inside its company. An API key holds a subset of what its maker's role holds. */
export const ROLE_SCOPES: Record<Role, readonly Scope[]> = {
  viewer: VIEWER,
  user: USER,
  manager: MANAGER,
  admin: [...MANAGER, 'account:manage', 'audit:read'],
};

export const TIERS = ['free', 'pro', 'enterprise'] as const;
export type Tier = (typeof TIERS)[number];

/** Requests per minute and caller, by tier and class of route. `auth` counts per address, since nobody is known yet. */
export const RATE_LIMITS: Record<Tier, Record<RateClass, number>> = {
  free: { auth: 30, read: 6_000, write: 3_000, search: 1_200, ingest: 600, stream: 60 },
  pro: { auth: 30, read: 60_000, write: 30_000, search: 6_000, ingest: 6_000, stream: 600 },
  enterprise: { auth: 30, read: 6_000_000, write: 3_000_000, search: 600_000, ingest: 60_000, stream: 6_000 },
};

const rateLimitSchema = z.number().int().min(0).max(100_000_000);

/** Requests per minute by class of route, where they are not those of the tier: what the company was granted, or less for one API key. */
export const rateLimitsSchema = z.partialRecord(z.enum(RATE_CLASSES), rateLimitSchema);
export type RateLimits = z.infer<typeof rateLimitsSchema>;

/** The same without `auth`, which nobody can be granted: those routes count by address, before a company is known. */
export const grantableLimitsSchema = z.partialRecord(z.enum(RATE_CLASSES).exclude(['auth']), rateLimitSchema, {
  error: ({ code }: { readonly code?: string }) =>
    code === 'unrecognized_keys' ? 'can be granted for read, write, search, ingest and stream; auth counts by address' : undefined,
});

const base = { company_id: z.uuid(), tier: z.enum(TIERS), scopes: z.array(scopeSchema), limits: rateLimitsSchema.optional() };

/** Who is asking. The gateway mints users, clients and operators; a service can only speak for itself. */
export const actorSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('user'), ...base, user_id: z.uuid(), role: roleSchema, session_id: z.uuid().optional() }),
  z.object({ kind: z.literal('client'), ...base, user_id: z.uuid(), client_id: z.uuid(), role: roleSchema }),
  z.object({ kind: z.literal('service'), service: z.string(), company_id: z.uuid().nullable(), reason: z.string() }),
  z.object({ kind: z.literal('operator'), company_id: z.null() }),
]);
export type Actor = z.infer<typeof actorSchema>;

/** The actor as one word for events and audit rows: `user:<id>`, `client:<id>`, `service:<name>`, `operator`. */
export function actorLabel(actor: Actor): string {
  switch (actor.kind) {
    case 'user':
      return `user:${actor.user_id}`;
    case 'client':
      return `client:${actor.client_id}`;
    case 'service':
      return `service:${actor.service}`;
    case 'operator':
      return 'operator';
  }
}

/** The client at the other end of a request, as the edge saw it. */
export interface Origin {
  readonly address: string;
  /** Its own words, cut to 255 characters. */
  readonly userAgent: string | null;
}

/** Everything a request carries beside its input. Built at the edge or by a job, passed on unchanged by every service. */
export interface RequestContext {
  readonly actor: Actor;
  /** The actor's signed token, passed on to the next service. */
  readonly actorToken: string;
  readonly correlationId: string;
  /** Where the request came from; absent for work that no request began. */
  readonly origin?: Origin;
  /** Id of the event whose handling this is; absent for a request. */
  readonly causationId?: string;
  readonly traceparent: string | null;
  /** When the caller stops waiting, in epoch milliseconds. */
  readonly deadlineMs: number;
  /**
   * Set where somebody waits for this work: aborts when the caller has given up, at the deadline at the latest. Work of a service's own
   * (events, jobs) has none; its deadline only bounds what it calls.
   */
  readonly signal?: AbortSignal;
  /** Set where the client sent an Idempotency-Key: the write is applied once, a repeat gets the first answer. */
  readonly idempotency: { readonly key: string; readonly requestHash: string; readonly isSecretAnswer: boolean } | null;
  /** Set where the client sent If-Match: entity tags of which what it changes must have one, or `*`, before its change. */
  readonly ifMatch?: readonly string[] | '*';
}

/**
 * Stops work that nobody waits for any more.
 * @throws AppError PLATFORM_DEADLINE_EXCEEDED where the caller has given up; never for work of a service's own.
 */
export function assertAwaited({ signal, deadlineMs }: Pick<RequestContext, 'signal' | 'deadlineMs'>): void {
  if (!signal) return;
  if (signal.aborted) throw signal.reason instanceof AppError ? signal.reason : new AppError('PLATFORM_DEADLINE_EXCEEDED');
  if (deadlineMs <= Date.now()) throw new AppError('PLATFORM_DEADLINE_EXCEEDED');
}
