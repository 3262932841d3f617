import { Injectable } from '@nestjs/common';
import { broadcast } from '@smartcontent/bus';
import {
  type AddApiKey,
  type ApiKey,
  ApiKeyCreated,
  ApiKeyRevoked,
  ApiKeyRotated,
  AppError,
  type CreateApiKey,
  CredentialChanged,
  hashApiKey,
  type InputOf,
  type ListApiKeys,
  newApiKey,
  type OutputOf,
  parseApiKey,
  type RequestContext,
  type RevokeApiKey,
  type RotateApiKey,
  type Scope,
} from '@smartcontent/contracts';
import { commitChange, Database, newId, readPage, type Tx } from '@smartcontent/database';
import { Bus, ServiceConfig } from '@smartcontent/service';
import { IdentityTelemetry } from '../telemetry.js';
import { ApiKeysStore, type HeldKey, type NewKey } from './api-keys.store.js';

type Shown = ApiKey & { readonly key: string };
/** Of a company. Who switches a user off ends all that he made in one transaction. */
const KEYS_MAX = 1_000;

type Wanted = Pick<NewKey, 'client_id' | 'kind' | 'limits' | 'allowed_origins' | 'expires_at' | 'scopes'>;

@Injectable()
export class ApiKeysService {
  constructor(
    private readonly database: Database,
    private readonly store: ApiKeysStore,
    private readonly bus: Bus,
    private readonly config: ServiceConfig,
    private readonly telemetry: IdentityTelemetry,
  ) {}

  /** A client with its first key. The key itself is in this one answer and nowhere else. */
  create(input: InputOf<typeof CreateApiKey>, context: RequestContext): Promise<OutputOf<typeof CreateApiKey>> {
    const maker = makerOf(context, input.scopes);
    return this.database.withTenant(context, async (tx) => {
      await this.holdMaker(tx, maker);
      const client = { id: newId(), name: input.name, contact_email: input.contact_email ?? null, created_by: maker };
      await this.store.insertClient(tx, client);
      await commitChange(tx, { event: null, audit: { table: 'clients', operation: 'insert', after: client } });
      return this.insert(tx, wantedOf(input, client.id), context);
    });
  }

  /** A further key of a client that there is. */
  add(input: InputOf<typeof AddApiKey>, context: RequestContext): Promise<OutputOf<typeof AddApiKey>> {
    const maker = makerOf(context, input.scopes);
    return this.database.withTenant(context, async (tx) => {
      await this.holdMaker(tx, maker);
      if (!(await this.store.holdClient(tx, input.client_id))) throw new AppError('IDENTITY_CLIENT_NOT_FOUND');
      return this.insert(tx, wantedOf(input, input.client_id), context);
    });
  }

  list(input: InputOf<typeof ListApiKeys>, context: RequestContext): Promise<OutputOf<typeof ListApiKeys>> {
    const { client_id: clientId = null, limit, cursor } = input;
    return readPage(
      { cursorKey: this.config.cursorKey, list: `api-keys:${clientId ?? ''}`, limit, cursor },
      (rows, before: string | null) => this.database.withTenant(context, (tx) => this.store.list(tx, rows, before, clientId)),
      (row) => row.id,
    );
  }

  /** The new key may what the old one may and acts as who rotated it; the old one works on until the overlap is over. */
  rotate(input: InputOf<typeof RotateApiKey>, context: RequestContext): Promise<OutputOf<typeof RotateApiKey>> {
    const maker = makerOf(context);
    return this.database.withTenant(context, async (tx) => {
      await this.holdMaker(tx, maker);
      await this.store.holdClientOf(tx, input.key_id);
      const held = await this.store.lock(tx, input.key_id);
      if (!held) throw new AppError('IDENTITY_API_KEY_NOT_FOUND');
      const { key: old, isExpired, keyHash } = held;
      if (old.revoked_at || old.replaced_by || isExpired) throw new AppError('IDENTITY_API_KEY_ENDED');
      const expires_at = input.expires_at ?? (await this.store.sameLifetime(tx, old.id));
      const created = await this.insert(tx, { ...old, expires_at }, context);
      const { revision, ...end } = await this.store.replace(tx, old.id, created.id, input.overlap_seconds);
      const replaces = { ...old, replaced_by: created.id, expires_at: end.expires_at };
      const data = { name: old.name, replaced_by: created.id, expires_at: end.expires_at };
      await commitChange(tx, {
        event: { contract: ApiKeyRotated, aggregateId: old.id, aggregateVersion: revision, data },
        audit: { table: 'client_keys', operation: 'update', before: old, after: replaces },
      });
      // Gateways hold the old one with its old end.
      this.tellChanged(tx, keyHash);
      tx.afterCommit(() => this.telemetry.keyRotated(old.id, context));
      return { ...created, replaces };
    });
  }

  /** Repeating it changes nothing more. Every gateway drops what it remembers of the key at once, instead of within a minute. */
  revoke(keyId: string, context: RequestContext): Promise<OutputOf<typeof RevokeApiKey>> {
    return this.database.withTenant(context, async (tx) => {
      const held = await this.store.lock(tx, keyId);
      if (!held) throw new AppError('IDENTITY_API_KEY_NOT_FOUND');
      if (!held.key.revoked_at) return this.end(tx, held, context);
      // The first one may have been committed without telling them.
      this.tellChanged(tx, held.keyHash);
      return held.key;
    });
  }

  /** All keys of a client that the transaction holds. */
  async revokeOfClient(tx: Tx, clientId: string, context: RequestContext): Promise<void> {
    for (const held of await this.store.lockOfClient(tx, clientId)) await this.end(tx, held, context);
  }

  /** All keys that a user made: they act as him, and he is gone. */
  async revokeOfMaker(tx: Tx, userId: string, context: RequestContext): Promise<void> {
    for (const held of await this.store.lockOfMaker(tx, userId)) await this.end(tx, held, context);
  }

  /** Has every gateway ask again what the keys of a user may do. */
  async forgetOfMaker(tx: Tx, userId: string): Promise<void> {
    for (const { keyHash } of await this.store.lockOfMaker(tx, userId)) this.tellChanged(tx, keyHash);
  }

  /** @throws AppError PLATFORM_ACTOR_REFUSED where the maker's token outlived the maker */
  private async holdMaker(tx: Tx, userId: string): Promise<void> {
    if (!(await this.store.holdMaker(tx, userId))) throw new AppError('PLATFORM_ACTOR_REFUSED');
  }

  private async insert(tx: Tx, wanted: Wanted, context: RequestContext): Promise<Shown> {
    if ((await this.store.countLive(tx)) >= KEYS_MAX) throw new AppError('IDENTITY_API_KEYS_TOO_MANY');
    const { client_id, kind, limits, allowed_origins, expires_at } = wanted;
    const scopes = [...new Set(wanted.scopes)];
    const key = newApiKey(kind);
    const created = await this.store.insertKey(tx, {
      ...{ id: newId(), client_id, kind, scopes, limits, allowed_origins, expires_at },
      prefix: parseApiKey(key)?.prefix as string,
      key_hash: hashApiKey(key),
      created_by: makerOf(context, scopes),
    });
    await commitChange(tx, {
      event: { contract: ApiKeyCreated, aggregateId: created.id, aggregateVersion: 1, data: { name: created.name, scopes } },
      audit: { table: 'client_keys', operation: 'insert', after: created },
    });
    tx.afterCommit(() => this.telemetry.keyCreated(created.id, context));
    return { ...created, key };
  }

  private async end(tx: Tx, { key, keyHash }: HeldKey, context: RequestContext): Promise<ApiKey> {
    const { revoked_at, revision } = await this.store.revoke(tx, key.id);
    const revoked = { ...key, revoked_at };
    await commitChange(tx, {
      event: { contract: ApiKeyRevoked, aggregateId: key.id, aggregateVersion: revision, data: { name: key.name } },
      audit: { table: 'client_keys', operation: 'update', before: key, after: revoked },
    });
    this.tellChanged(tx, keyHash);
    tx.afterCommit(() => this.telemetry.keyRevoked(key.id, context));
    return revoked;
  }

  private tellChanged(tx: Tx, keyHash: string): void {
    tx.afterCommit(() => broadcast(this.bus.connection, CredentialChanged, { key_hash: keyHash }));
  }
}

/** Who makes a key with these scopes: somebody who holds them all, whatever his role would allow. */
function makerOf({ actor }: RequestContext, scopes: readonly Scope[] = []): string {
  if (!('user_id' in actor)) throw new AppError('PLATFORM_ACTOR_REFUSED');
  const notHeld = [...new Set(scopes)].filter((scope) => !actor.scopes.includes(scope));
  if (notHeld.length > 0) throw new AppError('IDENTITY_SCOPE_NOT_HELD', { data: { scopes: notHeld } });
  return actor.user_id;
}

function wantedOf(input: Omit<InputOf<typeof AddApiKey>, 'client_id'>, clientId: string): Wanted {
  const { kind, scopes, limits = null, allowed_origins = null, expires_at = null } = input;
  return { client_id: clientId, kind, scopes, limits, allowed_origins, expires_at };
}
