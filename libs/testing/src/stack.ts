import { randomUUID } from 'node:crypto';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { ActorTokens, RequestClient } from '@smartcontent/bus';
import {
  type Actor,
  type CallOf,
  type OutputOf,
  type RequestContext,
  type RequestContract,
  ROLE_SCOPES,
  type Role,
  type Scope,
  type ServiceName,
  type Tier,
} from '@smartcontent/contracts';
import { newId, serviceUrls } from '@smartcontent/database';
import type { Client } from 'pg';
import { type AuditedRow, auditedRows } from './audited-rows.js';
import { testLogLevel } from './config.js';
import { NATS_PASSWORD, type StackAddresses } from './stack-host.js';

const CALL_MILLISECONDS = 10_000;

export interface CallerOptions {
  /** `admin` unless told. */
  readonly role?: Role;
  /** A new company unless told; callers of one company share it by passing it on. */
  readonly companyId?: string;
  readonly userId?: string;
  readonly tier?: Tier;
  /** All of the role's unless told. */
  readonly scopes?: readonly Scope[];
  /** The session of the access token; none unless told. */
  readonly sessionId?: string;
}

/** A user's requests, as the gateway would send them. */
export interface Caller {
  readonly companyId: string;
  readonly userId: string;
  /** Throws the AppError that the service answered with. */
  call<C extends RequestContract>(contract: C, input: CallOf<C>, context?: Partial<RequestContext>): Promise<OutputOf<C>>;
  /** For what takes a context itself (`Database.withTenant`). */
  context(overrides?: Partial<RequestContext>): Promise<RequestContext>;
}

/** This file's stores; to be used inside hooks and tests only. */
export class Stack {
  readonly #gateway: ActorTokens;
  readonly #client: RequestClient;

  constructor(
    readonly addresses: StackAddresses,
    /** For files of this test file's services; gone after the run. */
    readonly folder: string,
    /** Administrator's connection string of this file's own Postgres database. */
    readonly postgresUrl: string,
    readonly clickhouseUrl: string | undefined,
    private readonly admin: Client,
    /** A connection of the test's own, named `test`. */
    readonly nats: NatsConnection,
  ) {
    this.#gateway = this.actorTokens('gateway');
    this.#client = new RequestClient(nats);
  }

  /** The environment of a service, as its config.ts reads it. */
  env(service: ServiceName): Record<string, string> {
    const { addresses } = this;
    const { url, systemUrl } = serviceUrls(this.postgresUrl, service, addresses.passwords);
    return {
      NATS_URL: this.natsUrl(service),
      POSTGRES_URL: url,
      POSTGRES_SYSTEM_URL: systemUrl,
      REDIS_URL: addresses.redisUrl,
      CLICKHOUSE_URL: this.clickhouseUrl ?? '',
      HEALTH_PORT: '0',
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: testLogLevel(),
      ACTOR_PRIVATE_KEY: addresses.actorKeys[service]?.privateKey ?? '',
      ACTOR_PUBLIC_KEYS: JSON.stringify(
        Object.fromEntries(Object.entries(this.#publicKeys()).map(([name, key]) => [name, JSON.parse(key)])),
      ),
      CURSOR_KEY: addresses.cursorKey,
      MASTER_KEY: addresses.masterKey,
      DATA_FOLDER: this.folder,
      CHECK_ANSWERS: '1',
    };
  }

  /** This worker's broker as a service's own user, or as `test`, who may do everything. */
  natsUrl(user: ServiceName | 'test'): string {
    return this.addresses.natsUrl.replace('//', `//${user}:${NATS_PASSWORD}@`);
  }

  /** Signs as that service: `gateway` for users, any other for itself. */
  actorTokens(service: ServiceName): ActorTokens {
    return new ActorTokens({ service, privateKey: this.addresses.actorKeys[service]?.privateKey ?? '', publicKeys: this.#publicKeys() });
  }

  /** A user of a company, minted as the gateway would after authenticating; neither exists in any table. */
  caller({ role = 'admin', companyId = newId(), userId = newId(), tier = 'enterprise', scopes, sessionId }: CallerOptions = {}): Caller {
    const held = [...(scopes ?? ROLE_SCOPES[role])];
    const actor: Actor = { kind: 'user', company_id: companyId, user_id: userId, role, tier, scopes: held, session_id: sessionId };
    const context = (overrides: Partial<RequestContext> = {}) => this.contextOf(actor, overrides);
    return {
      companyId,
      userId,
      context,
      call: async (contract, input, overrides) => this.#client.call(contract, input, await context(overrides)),
    };
  }

  /** A request context of any actor that the gateway may sign. */
  async contextOf(actor: Actor, overrides: Partial<RequestContext> = {}): Promise<RequestContext> {
    const actorToken = await this.#gateway.mint(actor);
    const deadlineMs = Date.now() + CALL_MILLISECONDS;
    return { actor, actorToken, correlationId: randomUUID(), traceparent: null, deadlineMs, idempotency: null, ...overrides };
  }

  /** Asks this file's database as its administrator, past row-level security. */
  async query<R extends object>(text: string, values: unknown[] = []): Promise<R[]> {
    return (await this.admin.query<R>(text, values)).rows;
  }

  /** What a service wrote down of a company, oldest first, opened. */
  audited(service: ServiceName, companyId: string): Promise<AuditedRow[]> {
    return auditedRows(this.admin, this.addresses.masterKey, service, companyId);
  }

  #publicKeys(): Record<string, string> {
    return Object.fromEntries(Object.entries(this.addresses.actorKeys).map(([service, keys]) => [service, keys.publicKey]));
  }
}

/** Connects the test's own NATS client. */
export function connectTest({ natsUrl }: StackAddresses): Promise<NatsConnection> {
  return connect({ servers: natsUrl, user: 'test', pass: NATS_PASSWORD, name: 'test' });
}
