import 'reflect-metadata';
import { createPrivateKey } from 'node:crypto';
import { Controller, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { connectBus, Handles, RequestServer } from '@smartcontent/bus';
import {
  ACCESS_TOKEN,
  type Actor,
  type ApiKeyKind,
  AppError,
  defineRequest,
  hashApiKey,
  IngestEvents,
  type InputOf,
  ListEndedSessions,
  newApiKey,
  type OutputOf,
  pageInput,
  pageOf,
  type RateLimits,
  type RequestContext,
  type RequestContract,
  ResolveApiKey,
  SCOPES,
  type Scope,
  type ServiceName,
  StreamGeneration,
  StreamNotifications,
  type Tier,
} from '@smartcontent/contracts';
import type { Stack } from '@smartcontent/testing';
import { SignJWT } from 'jose';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { type RunningGateway, readConfig, start } from '../src/app.js';

const note = z.string().max(700_000);
const seen = z.object({
  input: z.json(),
  actor: z.json(),
  idempotency: z.json(),
  correlation_id: z.string(),
  traceparent: z.string().nullable(),
});
const example = { input: null, actor: null, idempotency: null, correlation_id: 'c', traceparent: null };

/** Faces of the test's own, answered by a responder over real NATS: they give back what reached the service. */
export const GetEcho = defineRequest({
  subject: 'rpc.content.echo.get.v1',
  summary: 'Echo a query',
  input: z.strictObject({ echo_id: z.uuid(), limit: z.coerce.number().int().max(100).default(20) }),
  output: seen,
  http: { method: 'GET', path: '/v1/echoes/{echo_id}', scope: 'content:read', rateClass: 'read' },
  example: { input: { echo_id: '0192f0c1-7a00-7000-8000-000000000004' }, output: example },
});
export const PostEcho = defineRequest({
  subject: 'rpc.content.echo.post.v1',
  summary: 'Echo a body',
  input: z.strictObject({ echo_id: z.uuid(), note, metadata: z.record(z.string(), z.json()).optional(), fail: z.string().optional() }),
  output: seen,
  errors: ['CONTENT_REVISION_STALE', 'CONTENT_NOT_FOUND'],
  http: { method: 'POST', path: '/v1/echoes/{echo_id}', status: 201, scope: 'content:write', rateClass: 'write' },
  example: { input: { echo_id: '0192f0c1-7a00-7000-8000-000000000004', note: 'hello' }, output: example },
});
export const OpenEcho = defineRequest({
  subject: 'rpc.content.echo.open.v1',
  summary: 'Echo without a credential',
  input: z.strictObject({ note }),
  output: seen,
  http: { method: 'POST', path: '/v1/open', scope: null, rateClass: 'auth' },
  example: { input: { note: 'hello' }, output: example },
});
export const DropEcho = defineRequest({
  subject: 'rpc.content.echo.drop.v1',
  summary: 'Answer nothing',
  input: z.strictObject({ echo_id: z.uuid() }),
  output: z.null(),
  http: { method: 'DELETE', path: '/v1/echoes/{echo_id}', status: 204, scope: 'content:write', rateClass: 'write' },
  example: { input: { echo_id: '0192f0c1-7a00-7000-8000-000000000004' }, output: null },
});
export const OperateEcho = defineRequest({
  subject: 'rpc.content.echo.operate.v1',
  summary: 'Echo for the operator alone',
  input: z.strictObject({ echo_id: z.uuid() }),
  output: seen,
  http: { method: 'POST', path: '/v1/operator/content/echoes/{echo_id}', audience: 'operator', scope: null, rateClass: 'write' },
  example: { input: { echo_id: '0192f0c1-7a00-7000-8000-000000000004' }, output: example },
});
/** Lines from the cursor on. */
export const ListEchoes = defineRequest({
  subject: 'rpc.content.echo.list.v1',
  summary: 'Echo a page of three lines',
  input: z.strictObject({ ...pageInput, note: z.string().optional() }),
  output: pageOf(z.object({ line: z.number(), text: z.string(), note: z.string().optional() })),
  http: { method: 'GET', path: '/v1/echoes', scope: 'content:read', rateClass: 'read' },
  example: { input: {}, output: { items: [{ line: 0, text: 'line 0' }], next_cursor: null } },
});
/** In pages of two. */
export const DownloadEchoes = defineRequest({
  subject: 'rpc.content.echo.download.v1',
  summary: 'Echo so many lines',
  input: z.strictObject({
    lines: z.coerce.number().int().min(0).max(1_000),
    fails_at: z.coerce.number().optional(),
    cursor: z.string().optional(),
  }),
  output: z.object({ items: z.array(z.object({ line: z.number(), actor: z.json() })), next_cursor: z.string().nullable() }),
  errors: ['CONTENT_NOT_FOUND'],
  http: { method: 'GET', path: '/v1/echoes/download', scope: 'content:read', rateClass: 'search', kind: 'download' },
  example: { input: { lines: 1 }, output: { items: [{ line: 0, actor: null }], next_cursor: null } },
});
/** Refuses what is not there and what does not fit as `{"detail": …}`. */
const DetailEcho = defineRequest({
  subject: 'rpc.content.echo.detail.v1',
  summary: 'Echo a body, or find nothing',
  input: z.strictObject({ echo_id: z.uuid(), notes: z.array(z.string()).optional() }),
  output: seen,
  errors: ['CONTENT_NOT_FOUND', 'CONTENT_REVISION_STALE', 'CONTENT_EMPTY'],
  http: { method: 'PUT', path: '/v1/detail-echoes/{echo_id}', scope: 'content:write', rateClass: 'write', errors: 'detail' },
  example: { input: { echo_id: '0192f0c1-7a00-7000-8000-000000000004' }, output: example },
});
const ListDetailEchoes = defineRequest({
  subject: 'rpc.content.detail-echo.list.v1',
  summary: 'Echoes as an array',
  input: z.strictObject({ limit: z.coerce.number().int().max(10).default(1), cursor: z.string().optional() }),
  output: z.object({ items: z.array(z.object({ line: z.number() })), next_cursor: z.string().nullable() }),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: { method: 'GET', path: '/v1/detail-echoes', scope: 'content:read', rateClass: 'read', errors: 'detail', lists: 'array' },
  example: { input: {}, output: { items: [{ line: 0 }], next_cursor: null } },
});
/** Nobody answers it. */
export const LostEcho = defineRequest({
  subject: 'rpc.scheduling.echo.lose.v1',
  summary: 'Ask a service that is away',
  input: z.strictObject({}),
  output: z.null(),
  http: { method: 'GET', path: '/v1/lost', scope: 'content:read', rateClass: 'read' },
  example: { input: {}, output: null },
});
export const FACES: readonly RequestContract[] = [
  GetEcho,
  PostEcho,
  OpenEcho,
  DropEcho,
  OperateEcho,
  ListEchoes,
  DownloadEchoes,
  DetailEcho,
  ListDetailEchoes,
  LostEcho,
  IngestEvents,
  StreamGeneration,
  StreamNotifications,
];

type Seen = OutputOf<typeof PostEcho>;
type Resolved = OutputOf<typeof ResolveApiKey>;

/** What identity knows and was asked, what the slow answer waits for, and the signals of those that wait. */
export const world = {
  keys: new Map<string, Resolved>(),
  lookUps: 0,
  /** Of downloads. */
  pages: 0,
  /** Before each. */
  atPage: (_from: number): void => {},
  endedSessions: [] as string[],
  gate: Promise.resolve() as Promise<unknown>,
  waiting: 0,
  signals: [] as AbortSignal[],
};

@Controller()
class EchoDoor {
  @Handles(GetEcho)
  get(input: InputOf<typeof GetEcho>, context: RequestContext): Seen {
    return whatArrived(input, context);
  }

  @Handles(PostEcho)
  async post(input: InputOf<typeof PostEcho>, context: RequestContext): Promise<Seen> {
    if (input.fail === 'slow') await waitAtGate(context);
    if (input.fail === 'stale') throw new AppError('CONTENT_REVISION_STALE', { data: { revision: 7 } });
    if (input.fail === 'bug') throw new Error('the password of the database is hunter2');
    return whatArrived({ ...input, note: input.note.slice(0, 100) }, context);
  }

  @Handles(OpenEcho)
  open(input: InputOf<typeof OpenEcho>, context: RequestContext): Seen {
    return whatArrived(input, context);
  }

  @Handles(OperateEcho)
  operate(input: InputOf<typeof OperateEcho>, context: RequestContext): Seen {
    return whatArrived(input, context);
  }

  @Handles(ListEchoes)
  list({ limit, cursor, note }: InputOf<typeof ListEchoes>): OutputOf<typeof ListEchoes> {
    const from = Number(cursor ?? 0);
    const lines = [0, 1, 2].slice(from, from + limit);
    const items = lines.map((line) => ({ line, text: `line ${line}`, ...(note !== undefined && { note }) }));
    return { items, next_cursor: from + limit < 3 ? String(from + limit) : null };
  }

  @Handles(DownloadEchoes)
  download(input: InputOf<typeof DownloadEchoes>, { actor }: RequestContext): OutputOf<typeof DownloadEchoes> {
    const from = Number(input.cursor ?? 0);
    world.atPage(from);
    if (input.fails_at !== undefined && from >= input.fails_at) throw new AppError('CONTENT_NOT_FOUND');
    world.pages += 1;
    const to = Math.min(from + 2, input.lines);
    const items = Array.from({ length: to - from }, (_, index) => ({ line: from + index, actor: JSON.parse(JSON.stringify(actor)) }));
    return { items, next_cursor: to < input.lines ? String(to) : null };
  }

  @Handles(DetailEcho)
  detail({ notes: [note] = [], ...input }: InputOf<typeof DetailEcho>, context: RequestContext): Seen {
    if (note === 'gone') throw new AppError('CONTENT_NOT_FOUND');
    if (note === 'stale') throw new AppError('CONTENT_REVISION_STALE');
    if (note === 'empty') throw new AppError('CONTENT_EMPTY');
    return whatArrived(input, context);
  }

  @Handles(ListDetailEchoes)
  listDetails({ limit, cursor = '0' }: InputOf<typeof ListDetailEchoes>): OutputOf<typeof ListDetailEchoes> {
    return { items: Array.from({ length: limit }, (_, index) => ({ line: Number(cursor) + index })), next_cursor: String(limit) };
  }

  @Handles(DropEcho)
  async drop(_input: InputOf<typeof DropEcho>, context: RequestContext): Promise<null> {
    await waitAtGate(context);
    return null;
  }
}

async function waitAtGate({ signal }: RequestContext): Promise<void> {
  if (signal) world.signals.push(signal);
  world.waiting += 1;
  await world.gate;
  world.waiting -= 1;
}

@Controller()
class IdentityDoor {
  /** In pages of one. */
  @Handles(ListEndedSessions)
  listEnded({ after }: InputOf<typeof ListEndedSessions>): OutputOf<typeof ListEndedSessions> {
    const from = after === null ? 0 : world.endedSessions.indexOf(after) + 1;
    return { session_ids: world.endedSessions.slice(from, from + 1), is_last: from >= world.endedSessions.length };
  }

  @Handles(ResolveApiKey)
  resolve({ key_hash }: InputOf<typeof ResolveApiKey>): Resolved {
    world.lookUps += 1;
    return world.keys.get(key_hash) ?? { state: 'unknown' };
  }
}

function whatArrived(input: unknown, context: RequestContext): Seen {
  const { actor, idempotency, correlationId, traceparent } = context;
  return JSON.parse(JSON.stringify({ input, actor, idempotency, correlation_id: correlationId, traceparent })) as Seen;
}

export interface RunningEdge extends AsyncDisposable {
  readonly url: string;
  readonly gateway: RunningGateway;
  /** fetch of a path, with that Authorization. */
  ask(path: string, init?: RequestInit & { readonly token?: string }): Promise<Response>;
}

/** A gateway with the test's faces, and responders for content and identity, all over this file's NATS. */
export async function startEdge(stack: Stack, env: Record<string, string> = {}): Promise<RunningEdge> {
  const responders = [await respond(stack, 'content', EchoDoor), await respond(stack, 'identity', IdentityDoor)];
  // The rights of the gateway's own user name the platform's contracts only.
  const gateway = await start(readConfig({ ...stack.env('gateway'), NATS_URL: stack.natsUrl('test'), ...env }), FACES);
  return {
    url: gateway.url,
    gateway,
    ask: (path, { token, ...init } = {}) => {
      const headers = new Headers(init.headers);
      if (token) headers.set('authorization', `Bearer ${token}`);
      return fetch(`${gateway.url}${path}`, { ...init, headers });
    },
    [Symbol.asyncDispose]: async () => {
      await gateway[Symbol.asyncDispose]();
      for (const responder of responders) await responder();
    },
  };
}

async function respond(stack: Stack, service: ServiceName, door: Type): Promise<() => Promise<void>> {
  const connection = await connectBus({ url: stack.natsUrl('test'), name: service });
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const strategy = new RequestServer({ connection, service, tokens: stack.actorTokens(service), log: silent });
  const module = { module: class {}, controllers: [door] };
  const app = await NestFactory.createMicroservice(module, { strategy, logger: false });
  await app.listen();
  return async () => {
    await app.close();
    await connection.close();
  };
}

export interface Identity {
  readonly companyId?: string;
  readonly userId?: string;
  /** Of an access token. */
  readonly sessionId?: string;
  readonly tier?: Tier;
  readonly scopes?: readonly Scope[];
}

interface KeyIdentity extends Identity {
  readonly clientId?: string;
  /** Of the key itself, which then counts by itself. */
  readonly limits?: RateLimits;
  readonly kind?: ApiKeyKind;
  /** Of the pages that may use a publishable key. */
  readonly origins?: string[];
}

/** A key that identity knows, of a new company unless told. */
export function makeKey(
  identity: KeyIdentity = {},
  expiresAt: string | null = null,
): { readonly key: string; readonly hash: string; readonly actor: Actor } {
  const {
    companyId = uuidv7(),
    userId = uuidv7(),
    tier = 'enterprise',
    scopes = SCOPES,
    limits,
    clientId = uuidv7(),
    kind,
    origins,
  } = identity;
  const actor: Actor = {
    kind: 'client',
    company_id: companyId,
    user_id: userId,
    client_id: clientId,
    role: 'admin',
    tier,
    scopes: [...scopes],
    ...(limits && { limits }),
  };
  const key = newApiKey(kind);
  const own = { kind, allowed_origins: origins, ...(limits && { budget_id: uuidv7() }) };
  world.keys.set(hashApiKey(key), { state: 'valid', actor, expires_at: expiresAt, ...own });
  return { key, hash: hashApiKey(key), actor };
}

/** An access token as identity signs it. */
export async function makeToken(
  stack: Stack,
  identity: Identity = {},
  options: { lifetimeSeconds?: number; signer?: ServiceName; type?: string } = {},
): Promise<string> {
  const { companyId = uuidv7(), userId = uuidv7(), tier = 'enterprise', scopes = SCOPES, sessionId: sid } = identity;
  const { lifetimeSeconds = ACCESS_TOKEN.lifetimeSeconds, signer = 'identity', type = ACCESS_TOKEN.type } = options;
  const privateKey = createPrivateKey({ key: JSON.parse(stack.addresses.actorKeys[signer]?.privateKey ?? ''), format: 'jwk' });
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ company_id: companyId, role: 'admin', tier, scopes: [...scopes], sid })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'identity', typ: type })
    .setSubject(userId)
    .setIssuer(ACCESS_TOKEN.issuer)
    .setAudience(ACCESS_TOKEN.audience)
    .setIssuedAt(now)
    .setExpirationTime(now + lifetimeSeconds)
    .sign(privateKey);
}

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly is_retryable: boolean;
  readonly correlation_id: string;
  readonly data: Record<string, unknown>;
}

/** The problem of a refusal; fails where the answer is none. */
export async function problemOf(response: Response): Promise<ProblemBody> {
  const text = await response.text();
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) throw new Error(`${response.status} ${text}`);
  return JSON.parse(text) as ProblemBody;
}
